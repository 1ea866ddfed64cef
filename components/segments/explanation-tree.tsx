import { Check, X } from "lucide-react";
import type { Explanation } from "@/contracts/segment-insight";
import { cn } from "../ui/cn";

const GROUP_WORDS = { all: "All of these", any: "At least one of these", none: "None of these" };
const rowText = (sentence: string): string => sentence.replace(/^People /, "").replace(/\.$/, "");

/** A rule judged for one person: every part passes or fails in words and shape, rows with the data they saw. */
export function ExplanationTree({ rule }: { rule: Explanation }) {
  return (
    <ul className="type-dense text-sm" aria-label="The rule, part by part">
      <Part part={rule} />
    </ul>
  );
}

function Part({ part }: { part: Explanation }) {
  return (
    <li className="grid gap-1 py-1">
      <span className="flex items-start gap-2">
        {part.holds ? (
          <Check className="mt-0.5 size-4 shrink-0 text-live" aria-label="Passes:" />
        ) : (
          <X className="mt-0.5 size-4 shrink-0 text-failed" aria-label="Fails:" />
        )}
        {part.kind === "group" ? (
          <span className="text-ink">
            {part.children.length === 0 && part.op !== "any" ? "Everybody" : GROUP_WORDS[part.op]}
          </span>
        ) : (
          <span className={cn("min-w-0", part.holds ? "text-ink-2" : "text-ink")}>
            {rowText(part.sentence)} <span className="text-ink-2">· has: {part.saw}</span>
          </span>
        )}
      </span>
      {part.kind === "group" && part.children.length > 0 ? (
        <ul className="ml-2 border-line border-l pl-4">
          {keyed(part.children).map(({ key, child }) => (
            <Part key={key} part={child} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** Parts have no other identity than their place. */
const keyed = (children: readonly Explanation[]) => children.map((child, at) => ({ key: String(at), child }));
