import type { Verdict } from "../contract";

const MAX_WAIT_SECONDS = 86_400;

/** Seconds a provider asks us to wait: `Retry-After` as number or date, or SendGrid's `X-RateLimit-Reset`. */
export function secondsToWait(header: (name: string) => string, now: Date): number | null {
  const until = (at: number) => Math.ceil((at - now.getTime()) / 1000);
  const asked = header("retry-after").trim();
  const reset = header("x-ratelimit-reset").trim();
  let seconds = Number.NaN;
  if (/^\d+$/.test(asked)) seconds = Number(asked);
  else if (asked) seconds = until(Date.parse(asked));
  else if (/^\d+$/.test(reset)) seconds = until(Number(reset) * 1000);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, MAX_WAIT_SECONDS) : null;
}

/** What an API answered instead of an acceptance. */
export type Refusal = {
  status: number;
  /** The provider's own name or number for it, "" when it gave none. */
  code: string;
  message: string;
  /** The field of our request the provider complains about. */
  field?: string | undefined;
  retryAfterSeconds: number | null;
};

type Outcome = "throttled" | "failed" | "refused" | "dead" | "unknown";
type Row = { code?: RegExp; message?: RegExp; field?: RegExp; outcome: Outcome };

/**
 * Per provider, first fitting row wins. "failed": our account, key or sender; the run waits for a person. "dead": the
 * provider itself gave the address up. What no row names falls to the status (`byStatus`).
 */
const TABLES = {
  sendgrid: [
    { field: /^(from|reply_to|asm|mail_settings|tracking_settings|ip_pool_name)/, outcome: "failed" },
    { message: /verified sender|credits exceeded/i, outcome: "failed" },
  ],
  ses: [
    { code: /^(TooManyRequests|Throttling|RequestThrottled|SlowDown|LimitExceeded)/, outcome: "throttled" },
    { code: /^MessageRejected/, message: /not verified/i, outcome: "failed" },
    { code: /^MessageRejected/, outcome: "refused" },
    { code: /^BadRequest/, message: /address|domain (contains|is)|local.part|longer than|header/i, outcome: "refused" },
    // Suspended, paused, sender not verified, configuration set missing, key or signature wrong, clock off.
    { code: /^[A-Z]\w*$/, outcome: "failed" },
  ],
  postmark: [
    { code: /^406$/, outcome: "dead" },
    { code: /^300$/, message: /'from'|sender|stream/i, outcome: "failed" },
    { code: /^(300|411)$/, outcome: "refused" },
    { code: /^100$/, outcome: "throttled" },
    // Token, unknown or unconfirmed sender, credits, account under review, wrong JSON, missing stream.
    { code: /^(10|400|401|402|403|405|409|410|412|413|12\d\d)$/, outcome: "failed" },
  ],
} satisfies Record<string, Row[]>;

/** A refusal as a verdict. Without idempotency keys a 5xx stays unknown: it may follow an acceptance. */
export function verdictOfRefusal(provider: keyof typeof TABLES, refusal: Refusal): Verdict {
  const { status, code, message, retryAfterSeconds } = refusal;
  const detail = [status === 200 ? "" : status, code, message].filter(Boolean).join(" ").slice(0, 300);
  switch (outcomeOf(TABLES[provider], refusal)) {
    case "throttled":
      return { status: "throttled", retryAfterSeconds, detail };
    case "failed":
      return { status: "failed", detail };
    case "unknown":
      return { status: "unknown", detail };
    case "dead":
      return { status: "refused", detail, isHardBounce: true };
    case "refused":
      return { status: "refused", detail, isHardBounce: false };
  }
}

function outcomeOf(rows: readonly Row[], refusal: Refusal): Outcome {
  if (refusal.status === 429) return "throttled";
  if (refusal.status >= 500) return "unknown";
  const fits = (pattern: RegExp | undefined, text: string) => pattern === undefined || pattern.test(text);
  const row = rows.find(
    ({ code, message, field }) =>
      fits(code, refusal.code) && fits(message, refusal.message) && fits(field, refusal.field ?? ""),
  );
  return row?.outcome ?? byStatus(refusal.status);
}

/** 400, 413 and 422 are about the message; every other 4xx would be the answer for everybody. */
const byStatus = (status: number): Outcome => ([200, 400, 413, 422].includes(status) ? "refused" : "failed");
