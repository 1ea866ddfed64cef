import type { ReactNode } from "react";
import { cn } from "./cn";

export type Definition = { term: string; value: ReactNode; mono?: boolean };

/** Facts about one thing, one ruled line each. */
export function DefinitionList({ items, className }: { items: readonly Definition[]; className?: string }) {
  return (
    <dl data-slot="definition-list" className={cn("text-sm", className)}>
      {items.map((item) => (
        <div
          key={item.term}
          className="grid min-h-9 gap-x-4 border-line border-b py-2 last:border-0 sm:grid-cols-[minmax(120px,1fr)_2fr]"
        >
          <dt className="text-ink-2">{item.term}</dt>
          <dd className={cn("min-w-0 break-words text-ink", item.mono && "font-mono text-xs")}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
