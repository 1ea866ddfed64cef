import Link from "next/link";
import type { FieldUse } from "@/contracts/contact-fields";
import { Button } from "../ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover";

const KINDS: Record<FieldUse["type"], { one: string; many: string; path: ((id: string) => string) | null }> = {
  segment: { one: "segment", many: "segments", path: (id) => `segments/${id}` },
  campaign: { one: "campaign", many: "campaigns", path: (id) => `campaigns/${id}` },
  template: { one: "template", many: "templates", path: (id) => `content/${id}` },
  snippet: { one: "snippet", many: "snippets", path: (id) => `content/snippets/${id}` },
  view: { one: "saved view", many: "saved views", path: null },
};

export function countUses(uses: readonly FieldUse[]): string {
  const kinds = Object.keys(KINDS) as FieldUse["type"][];
  return kinds
    .flatMap((kind) => {
      const n = uses.filter((use) => use.type === kind).length;
      return n === 0 ? [] : [`${n} ${n === 1 ? KINDS[kind].one : KINDS[kind].many}`];
    })
    .join(", ");
}

type ListProps = { uses: readonly FieldUse[]; href: (path: string) => string };

/** Things that name a field, each leading to itself. */
export function FieldUseList({ uses, href }: ListProps) {
  return (
    <ul className="grid max-h-60 gap-1 overflow-y-auto text-sm">
      {uses.map((use) => {
        const path = KINDS[use.type].path?.(use.id);
        return (
          <li key={`${use.type}${use.id}`} className="flex items-baseline gap-2">
            {path ? (
              <Link href={href(path)} className="underline">
                {use.name}
              </Link>
            ) : (
              use.name
            )}
            <span className="text-ink-3 text-xs">{KINDS[use.type].one}</span>
          </li>
        );
      })}
    </ul>
  );
}

export function FieldUsesButton({ label, uses, href }: ListProps & { label: string }) {
  if (uses.length === 0) return <span className="text-ink-3">–</span>;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="link" size="sm">
          {countUses(uses)}
        </Button>
      </PopoverTrigger>
      <PopoverContent label={`What names ${label}`}>
        <FieldUseList uses={uses} href={href} />
      </PopoverContent>
    </Popover>
  );
}
