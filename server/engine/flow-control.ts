import { toJson } from "./database";
import { parseDurationMs } from "./durations";
import { evaluateKey } from "./expressions";
import type { Db, EventBody, FunctionConfig } from "./types";

const IDEMPOTENCY_MS = 86_400_000;

/** One draw from a GCRA bucket. `toleranceMs` is how far ahead of the even spacing a draw may come. */
export interface Draw {
  key: string;
  spacingMs: number;
  toleranceMs: number;
  /** A rate limit drops what comes too early and keeps the bucket; a throttle reserves the next free slot. */
  whenEarly: "drop" | "delay";
}

export type Verdict = { allowed: true; waitMs: number } | { allowed: false };

/** The rate limit of a run; idempotency is a rate limit of one per day and replaces it, as on the Inngest server. */
export function rateLimitDraw(fn: FunctionConfig, event: EventBody): Draw | undefined {
  if (fn.idempotency)
    return {
      key: `idem:${fn.id}:${evaluateKey(fn.idempotency, event)}`,
      spacingMs: IDEMPOTENCY_MS,
      toleranceMs: 0,
      whenEarly: "drop",
    };
  if (!fn.rateLimit) return undefined;
  const { key, limit, period } = fn.rateLimit;
  const spacingMs = parseDurationMs(period) / limit;
  return {
    key: `rate:${fn.id}:${evaluateKey(key, event)}`,
    spacingMs,
    toleranceMs: spacingMs * Math.floor(limit / 10),
    whenEarly: "drop",
  };
}

export function throttleDraw(fn: FunctionConfig, event: EventBody): Draw | undefined {
  if (!fn.throttle) return undefined;
  const { key, limit, period, burst = 1 } = fn.throttle;
  const spacingMs = parseDurationMs(period) / limit;
  return {
    key: `thr:${fn.id}:${evaluateKey(key, event)}`,
    spacingMs,
    toleranceMs: spacingMs * Math.max(burst - 1, 0),
    whenEarly: "delay",
  };
}

/** Pure GCRA: theoretical arrival time (ms) before the draw -> verdict and the time after it. */
export function decideDraw(draw: Draw, tat: number, now: number): { verdict: Verdict; tat: number } {
  const waitMs = Math.max(tat - draw.toleranceMs - now, 0);
  if (waitMs > 0 && draw.whenEarly === "drop") return { verdict: { allowed: false }, tat };
  return { verdict: { allowed: true, waitMs }, tat: Math.max(tat, now) + draw.spacingMs };
}

/**
 * Takes all draws in order, under row locks on their buckets, on the database's clock. Answers one verdict per draw.
 * Buckets are locked in key order, so two routers cannot deadlock on them.
 */
export async function takeDraws(tx: Db, draws: Draw[]): Promise<Verdict[]> {
  if (draws.length === 0) return [];
  const keys = [...new Set(draws.map((draw) => draw.key))].sort();
  await tx`insert into wf.bucket (key, tat) select unnest(${keys}::text[]), 'epoch' on conflict (key) do nothing`;
  const rows = await tx<{ key: string; tat: number; now: number }[]>`
    select key, (extract(epoch from tat) * 1000)::float8 as tat, (extract(epoch from clock_timestamp()) * 1000)::float8 as now
    from wf.bucket where key = any(${keys}) order by key for update`;
  const tats = new Map(rows.map((row) => [row.key, row.tat]));
  const now = rows[0]?.now ?? Date.now();
  const verdicts = draws.map((draw) => {
    const decision = decideDraw(draw, tats.get(draw.key) ?? 0, now);
    tats.set(draw.key, decision.tat);
    return decision.verdict;
  });
  const values = [...tats].map(([key, tat]) => ({ key, tat }));
  await tx`
    update wf.bucket b set tat = to_timestamp(v.tat / 1000)
    from json_to_recordset(${toJson(values)}::text::json) as v(key text, tat float8) where b.key = v.key`;
  return verdicts;
}

/** Concurrency keys of a run with their limits, first key = lane. */
export function concurrencyKeys(fn: FunctionConfig, event: EventBody): { ckeys: string[]; climits: number[] } | null {
  const limits = fn.concurrency.filter((limit) => limit.limit > 0);
  if (limits.length === 0) return null;
  return {
    ckeys: limits.map(({ key, scope = "fn" }) => {
      const value = evaluateKey(key, event);
      return scope === "fn" ? `fn:${fn.id}:${value}` : `${scope}:${value}`;
    }),
    climits: limits.map((limit) => limit.limit),
  };
}
