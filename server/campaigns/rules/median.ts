import type { RateName, RunNumbers } from "@/contracts/reports";

/** The middle value, the mean of both middle ones for an even count; null for none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Bounces are of sent messages, everything else of delivered ones; null while there is nothing to divide by. */
export function rateOf(name: RateName, numbers: RunNumbers): number | null {
  const whole = name === "bounced" ? numbers.sent : numbers.delivered;
  return whole > 0 ? numbers[name] / whole : null;
}
