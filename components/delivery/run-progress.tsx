import type { RunCounts } from "@/contracts/delivery";
import type { RunPace } from "@/contracts/reports";
import { formatDuration, formatNumber } from "../ui/format";
import { Progress } from "../ui/progress";

export type RunProgressProps = { counts: RunCounts; pace: RunPace; isPaused: boolean };

/** How far the sending is: people decided of people meant, messages a second and the time left while it moves. */
export function RunProgress({ counts, pace, isPaused }: RunProgressProps) {
  const decided = counts.audience - counts.pending;
  const detail = isPaused
    ? `Paused with ${formatNumber(counts.accepted)} already sent`
    : pace
      ? `${formatNumber(pace.perSecond, "en", { maximumFractionDigits: pace.perSecond < 10 ? 1 : 0 })} a second · ${formatDuration(Math.ceil(pace.secondsLeft))} left`
      : undefined;
  return (
    <Progress
      label="Decided"
      value={decided}
      max={counts.audience}
      detail={detail}
      tone={isPaused ? "paused" : "live"}
    />
  );
}
