"use client";

import { formatNumber, formatPercent } from "../ui/format";
import { Bar, BarValue } from "./bar-chart";
import { ChartFrame } from "./chart-frame";

export type FunnelStep = {
  id: string;
  label: string;
  count: number;
  href?: string;
  /** What the people lost before this step did: "did not click". */
  lossLabel?: string;
};

export type FunnelBarsProps = {
  title: string;
  summary: string;
  steps: readonly FunnelStep[];
  className?: string;
};

export type FunnelLoss = { lost: number; ofPrevious: number; ofFirst: number };

/** For each step: people lost since the one before, and the share of the previous and of the first that reached it. */
export function funnelLosses(counts: readonly number[]): FunnelLoss[] {
  const first = counts[0] ?? 0;
  return counts.map((count, index) => {
    const previous = index === 0 ? count : (counts[index - 1] ?? 0);
    return {
      lost: previous - count,
      ofPrevious: previous > 0 ? count / previous : 0,
      ofFirst: first > 0 ? count / first : 0,
    };
  });
}

/** Left-aligned bars with what was lost written between them. */
export function FunnelBars({ title, summary, steps, className }: FunnelBarsProps) {
  const first = steps[0]?.count ?? 0;
  const losses = funnelLosses(steps.map((step) => step.count));
  const lossOf = (index: number) => losses[index] ?? { lost: 0, ofPrevious: 0, ofFirst: 0 };
  return (
    <ChartFrame
      title={title}
      summary={summary}
      className={className}
      table={{
        columns: ["Step", "People", "Of previous", "Of first"],
        rows: steps.map((step, index) => [
          step.label,
          formatNumber(step.count),
          formatPercent(lossOf(index).ofPrevious),
          formatPercent(lossOf(index).ofFirst),
        ]),
      }}
    >
      <ol className="grid">
        {steps.map((step, index) => {
          const { lost, ofPrevious, ofFirst } = lossOf(index);
          return (
            <li key={step.id}>
              {index > 0 ? (
                <p className="type-dense ml-px flex min-h-7 items-center border-line-strong border-l pl-3 text-ink-2 text-xs">
                  {lost >= 0 ? `−${formatNumber(lost)}` : `+${formatNumber(-lost)}`}{" "}
                  {step.lossLabel ?? "went no further"}
                  <span className="ml-2 text-ink-3">{formatPercent(ofPrevious)} went on</span>
                </p>
              ) : null}
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="w-full text-sm sm:w-28">{step.label}</span>
                <span className="flex min-w-0 grow items-center gap-2">
                  <Bar share={first > 0 ? Math.min(1, step.count / first) : 0} />
                  <BarValue href={step.href} text={formatNumber(step.count)} />
                  {index > 0 ? <span className="type-dense text-ink-3 text-xs">{formatPercent(ofFirst)}</span> : null}
                </span>
              </div>
            </li>
          );
        })}
      </ol>
    </ChartFrame>
  );
}
