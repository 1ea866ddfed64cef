import { CAP_DAYS } from "@/contracts/consent";
import type { StoredPreferences } from "@/contracts/merges";

/** The longer pause and the tighter limit of two people who turn out to be one. */
export function mergePreferences(
  winner: StoredPreferences | null,
  loser: StoredPreferences | null,
): StoredPreferences | null {
  if (!winner || !loser) return winner ?? loser;
  const pauses = [winner.pausedUntil, loser.pausedUntil].filter((at) => at !== null).sort();
  const cap = perDay(loser) < perDay(winner) ? loser : winner;
  return { pausedUntil: pauses.at(-1) ?? null, capCount: cap.capCount, capPeriod: cap.capPeriod };
}

const perDay = ({ capCount, capPeriod }: StoredPreferences): number =>
  capCount === null || capPeriod === null ? Number.POSITIVE_INFINITY : capCount / CAP_DAYS[capPeriod];
