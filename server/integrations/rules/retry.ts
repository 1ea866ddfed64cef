const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after the first, second, … failure; together a little less than a day. Then the message is dead. */
export const RETRY_WAITS_MS = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
] as const;

/** An endpoint that failed for so long without one success is switched off. */
export const DISABLE_AFTER_MS = 3 * 24 * HOUR;
const MAX_JITTER = 0.1;
const MAX_ASKED_WAIT_MS = HOUR;

/** What came back. `status` is null when nobody answered. */
export type WebhookOutcome = { status: number | null; retryAfterSeconds: number | null };

export type NextStep =
  | { kind: "delivered" }
  | { kind: "again"; afterMs: number }
  | { kind: "dead" }
  /** The receiver says it does not want any more. */
  | { kind: "gone" };

/**
 * What follows an attempt. Only 2xx is success: a redirect is not followed and counts as failure, 410 switches the
 * endpoint off, and a receiver that asks for a pause (429, 502, 504 with Retry-After) gets it.
 */
export function nextStep({ status, retryAfterSeconds }: WebhookOutcome, attempts: number, chance: number): NextStep {
  if (status !== null && status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 410) return { kind: "gone" };
  const wait = RETRY_WAITS_MS[attempts - 1];
  if (wait === undefined) return { kind: "dead" };
  const isBusy = status === 429 || status === 502 || status === 504;
  const asked = isBusy && retryAfterSeconds !== null ? Math.min(retryAfterSeconds * SECOND, MAX_ASKED_WAIT_MS) : 0;
  return { kind: "again", afterMs: Math.max(asked, Math.round(wait * (1 + chance * MAX_JITTER))) };
}

export const isLongFailing = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= DISABLE_AFTER_MS;
