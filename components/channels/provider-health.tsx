import type { ProviderState } from "@/contracts/delivery";
import type { ProviderLimits } from "@/contracts/throttles";
import { formatDateTime, formatNumber } from "../ui/format";
import { StatusMark } from "../ui/status-mark";

type Props = { state: ProviderState | undefined; limits: ProviderLimits; timeZone: string };

/** Whether a provider takes messages, what limits it has and how far today's part of the warm-up plan is. */
export function ProviderHealth({ state, limits, timeZone }: Props) {
  const lines = [
    limits.perMinute ? `${formatNumber(limits.perMinute)} a minute` : null,
    limits.domains?.length
      ? `${limits.domains.length} ${limits.domains.length === 1 ? "domain" : "domains"} limited`
      : null,
    state?.warmUp?.perDay
      ? `Warming up: ${formatNumber(state.warmUp.used)} of ${formatNumber(state.warmUp.perDay)} today`
      : null,
    state?.warmUp && state.warmUp.perDay === null ? "Warm-up plan is over" : null,
    state?.pausedUntil && state.lastFailure
      ? `Tried again ${formatDateTime(state.pausedUntil, timeZone)}: ${state.lastFailure}`
      : null,
  ].filter((line): line is string => line !== null);
  return (
    <span className="grid gap-0.5">
      {state ? (
        state.pausedUntil ? (
          <StatusMark status="failed" label="Not answering" />
        ) : state.failuresInARow > 0 ? (
          <StatusMark status="paused" label="Slow to answer" />
        ) : (
          <StatusMark status="live" label="Ready" />
        )
      ) : null}
      {lines.map((line) => (
        <span key={line} className="text-ink-2 text-xs">
          {line}
        </span>
      ))}
    </span>
  );
}
