const LADDER_SECONDS = [60, 300, 1800, 7200, 21_600] as const;

/** After this many tries of one batch in which nobody could be reached, its people are recorded as failed (72 h). */
export const MAX_ATTEMPTS = 15;

/**
 * Seconds until a batch may be tried again: what the provider asked for, else 1 min, 5 min, 30 min, 2 h, 6 h by attempt
 * (1-based), stretched by up to a fifth so that batches do not come back in one wave. `chance` is in [0, 1).
 */
export function retryDelaySeconds(attempt: number, retryAfterSeconds: number | null, chance: number): number {
  const base = retryAfterSeconds ?? LADDER_SECONDS[Math.min(Math.max(attempt, 1), LADDER_SECONDS.length) - 1] ?? 21_600;
  return Math.ceil(base * (1 + chance / 5));
}
