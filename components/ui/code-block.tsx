import type { ReactNode } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

export type CodeBlockProps = {
  code: string;
  /** What it is: "cURL", "campaign.json". */
  title?: string;
  actions?: ReactNode;
  className?: string;
};

/** Text to be read or copied as it is. */
export function CodeBlock({ code, title = "Code", actions, className }: CodeBlockProps) {
  return (
    <figure data-slot="code-block" className={cn("min-w-0 border border-line bg-sunken", className)}>
      <figcaption className="flex h-8 items-center justify-between gap-2 border-line border-b pr-1 pl-3 text-ink-2 text-xs">
        <span className="truncate">{title}</span>
        <span className="flex items-center gap-1">
          {actions}
          <CopyButton value={code} label={`Copy ${title}`} />
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section tabIndex={0} aria-label={title} className="overflow-x-auto p-3">
        <pre className="font-mono text-ink text-xs leading-5">
          <code>{code}</code>
        </pre>
      </section>
    </figure>
  );
}
