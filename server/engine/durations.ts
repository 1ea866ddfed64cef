const UNIT_MS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/**
 * Milliseconds of an Inngest duration ("1h30m"; also the spelled forms of `ms`, "5 min"). Empty = 0.
 * Throws on anything else: a misread period would silently send early.
 */
export function parseDurationMs(text: string): number {
  if (text === "") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(w|d|h|m|s)(?:[a-z]*)\s*/gi)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text.trimStart())
    throw new Error(`"${text}" is not a duration; write for example "30s", "1h30m" or "3d".`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[(unit ?? "").toLowerCase()] ?? 0), 0);
}

/** When a sleep or timeout ends: an absolute instant, or milliseconds from now on the database's clock. */
export type Due = { at: string } | { inMs: number };

export function parseDue(text: string): Due {
  const asDate = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(asDate) ? { inMs: parseDurationMs(text) } : { at: new Date(asDate).toISOString() };
}

const BACKOFF_SECONDS = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];

/** Delay before retry number `attempt` (1 = the first retry), as the Inngest server spaces them; jitter in 0..1. */
export function backoffMs(attempt: number, jitter: number): number {
  const seconds = BACKOFF_SECONDS[Math.min(attempt, BACKOFF_SECONDS.length) - 1] ?? 15;
  return seconds * 1000 + jitter * 30_000;
}

/** Reads a Retry-After header (seconds or date), truncated to whole seconds and kept within 1 s .. 24 h. */
export function parseRetryAfterMs(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(Math.max(Math.floor(seconds), 1), 86_400) * 1000;
}
