import type { ReactNode } from "react";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

export type StatProps = {
  label: string;
  /** Already formatted: "12,408", "3.2%". */
  value: string;
  /** `hero` is 40 px: at most one per view. */
  size?: "md" | "hero";
  delta?: { text: string; direction: "up" | "down" | "flat"; good?: boolean; since: string };
  /** What is counted, or how sure the number is: "exact", "estimate ±3%". */
  note?: ReactNode;
  /** How the number is defined, on hover and focus; it must stand somewhere on the page as well. */
  help?: string;
  /** Every number leads to its people. */
  href?: string;
  className?: string;
};

const ARROWS = { up: "↑", down: "↓", flat: "=" };

export function Stat({ label, value, size = "md", delta, note, help, href, className }: StatProps) {
  const number = (
    <span
      className={cn(
        "type-title font-semibold text-ink tabular-nums tracking-tight",
        size === "hero" ? "text-3xl" : "text-2xl",
      )}
    >
      {value}
    </span>
  );
  return (
    <div data-slot="stat" className={cn("grid content-start gap-1", className)}>
      {help ? (
        <Tooltip content={help}>
          <button
            type="button"
            className="w-fit cursor-help text-left text-ink-2 text-sm underline decoration-dotted decoration-line-strong underline-offset-4"
          >
            {label}
          </button>
        </Tooltip>
      ) : (
        <span className="text-ink-2 text-sm">{label}</span>
      )}
      {href ? (
        <a
          href={href}
          className="w-fit underline decoration-line-strong/50 decoration-1 underline-offset-6 hover:decoration-brand"
        >
          {number}
        </a>
      ) : (
        number
      )}
      {delta ? (
        <span className="text-xs">
          <span
            className={cn(
              "type-dense font-medium",
              delta.good === undefined || delta.direction === "flat"
                ? "text-ink-2"
                : delta.good
                  ? "text-live"
                  : "text-failed",
            )}
          >
            <span aria-hidden="true">{ARROWS[delta.direction]} </span>
            <span className="sr-only">{delta.direction === "flat" ? "unchanged" : delta.direction} </span>
            {delta.text}
          </span>{" "}
          <span className="text-ink-3">{delta.since}</span>
        </span>
      ) : null}
      {note ? <span className="text-ink-3 text-xs">{note}</span> : null}
    </div>
  );
}

/** Numbers side by side, divided by rules. */
export function StatRow({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      data-slot="stat-row"
      className={cn(
        "grid grid-cols-2 gap-x-6 gap-y-5 py-1 sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none sm:gap-x-0 sm:divide-x sm:divide-line sm:[&>*:first-child]:pl-0 sm:[&>*]:px-6",
        className,
      )}
    >
      {children}
    </div>
  );
}
