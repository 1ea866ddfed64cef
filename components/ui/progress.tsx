import { cn } from "./cn";
import { formatNumber, formatPercent } from "./format";

export type ProgressProps = {
  label: string;
  /** Rows done and rows in all; the bar is their ratio and nothing else. */
  value: number;
  max: number;
  /** Said under the bar: rate, time left, what was skipped. */
  detail?: string;
  tone?: "brand" | "live" | "paused" | "failed";
  locale?: string;
  className?: string;
};

const FILLS = { brand: "bg-brand", live: "bg-live", paused: "bg-paused", failed: "bg-failed" };

/** How far along something is, in numbers first. */
export function Progress({ label, value, max, detail, tone = "brand", locale, className }: ProgressProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div data-slot="progress-group" className={cn("grid gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-4 text-sm">
        <span className="truncate">{label}</span>
        <span className="type-dense whitespace-nowrap text-ink-2">
          {formatNumber(value, locale)} of {formatNumber(max, locale)}
          <span className="ml-2 font-medium text-ink">{formatPercent(share, locale, 0)}</span>
        </span>
      </div>
      <div
        data-slot="progress"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        className="h-1.5 overflow-hidden rounded-xs bg-line"
      >
        <div
          data-slot="progress-fill"
          className={cn("h-full transition-[width] duration-300", FILLS[tone])}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      {detail ? <p className="text-ink-2 text-xs">{detail}</p> : null}
    </div>
  );
}
