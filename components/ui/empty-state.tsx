import type { ReactNode } from "react";
import { cn } from "./cn";

export type EmptyStateProps = {
  /** One sentence: what will stand here and what it is for. */
  title: string;
  description?: ReactNode;
  /** The real column names of the list that is empty, with the next value as a ghost row. */
  columns: readonly string[];
  ghostRow: readonly string[];
  /** One verb button. */
  action?: ReactNode;
  /** One link: "Show with demo data". */
  link?: ReactNode;
  className?: string;
};

/** An empty list drawn as a blank form: the ruled lines say what goes where. */
export function EmptyState({ title, description, columns, ghostRow, action, link, className }: EmptyStateProps) {
  const blank = ["a", "b", "c"];
  return (
    <div data-slot="empty-state" className={cn("grid gap-6 py-2", className)}>
      <div aria-hidden="true" className="relative overflow-hidden border-line-strong border-y">
        <div className="type-dense grid h-9 auto-cols-fr grid-flow-col items-center border-line-strong border-b text-ink-2 text-xs">
          {columns.map((column) => (
            <span key={column} className="truncate border-transparent border-l px-3 first:border-0 first:pl-0">
              {column}
            </span>
          ))}
        </div>
        <div className="type-dense grid h-9 auto-cols-fr grid-flow-col items-center border-line border-b border-dashed text-ink-3 text-sm">
          {columns.map((column, place) => (
            <span key={column} className="truncate border-line border-l border-dashed px-3 first:border-0 first:pl-0">
              {ghostRow[place] ?? ""}
            </span>
          ))}
        </div>
        {blank.map((line) => (
          <div
            key={line}
            className="grid h-9 auto-cols-fr grid-flow-col items-stretch border-line border-b border-dashed last:border-b-0"
          >
            {columns.map((column) => (
              <span key={column} className="border-line border-l border-dashed first:border-0" />
            ))}
          </div>
        ))}
      </div>
      <div className="grid justify-items-start gap-3">
        <div className="grid gap-1">
          <p className="type-title text-ink text-lg">{title}</p>
          {description ? <p className="max-w-140 text-ink-2 text-sm">{description}</p> : null}
        </div>
        {action || link ? (
          <div className="flex flex-wrap items-center gap-4">
            {action}
            {link}
          </div>
        ) : null}
      </div>
    </div>
  );
}

export type NoMatchesProps = { what: string; onClear?: ReactNode };

/** Filters that match nothing are not an empty list: say so and offer to clear them. */
export function NoMatches({ what, onClear }: NoMatchesProps) {
  return (
    <div data-slot="no-matches" className="flex flex-wrap items-center gap-x-4 gap-y-2 py-6 text-ink-2 text-sm">
      <p>No {what} match these filters.</p>
      {onClear}
    </div>
  );
}
