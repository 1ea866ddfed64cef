import Link from "next/link";
import type { SnippetUse } from "@/contracts/snippets";
import { useWorkspace } from "../providers/workspace-provider";
import { Section } from "../ui/section";

const KINDS: Record<SnippetUse["type"], { label: string; path: (id: string) => string }> = {
  template: { label: "Template", path: (id) => `content/${id}` },
  snippet: { label: "Snippet", path: (id) => `content/snippets/${id}` },
  campaign: { label: "Campaign", path: (id) => `campaigns/${id}` },
};

/** What includes the snippet now, each leading to itself. */
export function SnippetUses({ uses }: { uses: readonly SnippetUse[] }) {
  const { href } = useWorkspace();
  return (
    <Section
      title="Used by"
      description="Templates, snippets and campaigns that are not launched. What was launched keeps its copy."
      className="mt-8"
    >
      {uses.length === 0 ? (
        <p className="text-ink-2 text-sm">Nothing includes it yet.</p>
      ) : (
        <ul className="grid gap-1.5 text-sm">
          {uses.map(({ type, id, name }) => (
            <li key={id} className="flex items-baseline gap-2">
              <Link href={href(KINDS[type].path(id))} className="underline">
                {name}
              </Link>
              <span className="text-ink-3 text-xs">{KINDS[type].label}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
