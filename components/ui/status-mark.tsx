import type { ReactNode } from "react";
import { cn } from "./cn";

export const STATUS_MARKS = ["draft", "scheduled", "live", "paused", "done", "failed"] as const;
export type StatusMarkName = (typeof STATUS_MARKS)[number];

const COLOURS: Record<StatusMarkName, string> = {
  draft: "text-ink-3",
  scheduled: "text-scheduled",
  live: "text-live",
  paused: "text-paused",
  done: "text-done",
  failed: "text-failed",
};

const GLYPHS: Record<StatusMarkName, ReactNode> = {
  draft: <rect x="2.25" y="2.25" width="9.5" height="9.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  scheduled: (
    <g fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="square">
      <circle cx="7" cy="7" r="5.5" />
      <path d="M7 4v3.2l2.2 1.3" />
    </g>
  ),
  // The wave is cut out of the disc in the surface colour; it repeats every 7 px, so sliding by 7 loops without a seam.
  live: (
    <>
      <circle cx="7" cy="7" r="6.25" fill="currentColor" />
      <svg x="0.75" y="3" width="12.5" height="8" viewBox="0.75 3 12.5 8" aria-hidden="true">
        <path
          className="status-wave stroke-surface"
          d="M-1 7q1.75-3 3.5 0t3.5 0 3.5 0 3.5 0 3.5 0 3.5 0"
          fill="none"
          strokeWidth="1.4"
        />
      </svg>
    </>
  ),
  paused: <path d="M3 2h2.75v10H3zM8.25 2H11v10H8.25z" fill="currentColor" />,
  done: <path d="m2 7.6 3.3 3.3L12 3.6" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  failed: (
    <path
      d="M1 7h3.6M9.4 7H13M5.2 10.4l3.6-6.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="square"
    />
  ),
};

export type StatusMarkProps = {
  status: StatusMarkName;
  /** The word beside the glyph. */
  label: string;
  /** Keeps the word for screen readers only; use where the column already names it. */
  glyphOnly?: boolean;
  className?: string;
};

/** A 14 px cancellation mark and its word. The shape carries the meaning, the colour repeats it. */
export function StatusMark({ status, label, glyphOnly = false, className }: StatusMarkProps) {
  return (
    <span data-slot="status-mark" data-status={status} className={cn("inline-flex items-center gap-1.5", className)}>
      <svg
        viewBox="0 0 14 14"
        width="14"
        height="14"
        aria-hidden="true"
        className={cn("forced-mark shrink-0", COLOURS[status])}
      >
        {GLYPHS[status]}
      </svg>
      <span className={glyphOnly ? "sr-only" : "whitespace-nowrap"}>{label}</span>
    </span>
  );
}
