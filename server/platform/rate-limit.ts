import "server-only";
import { pipelineSql } from "./db";

export type RateRule = { limit: number; windowSeconds: number };
export type RateVerdict = {
  allowed: boolean;
  limit: number;
  remaining: number;
  resetAt: Date;
  /** Whole seconds until the window ends, at least 1. */
  retryAfterSeconds: number;
};

/**
 * Takes one point of a fixed window that all processes share. Exactly `limit` calls per window are allowed, however
 * many arrive at once: the row lock of the upsert puts them in a line.
 */
export async function takePoint(key: string, rule: RateRule, now: Date): Promise<RateVerdict> {
  const end = new Date(now.getTime() + rule.windowSeconds * 1000);
  const [row] = await pipelineSql()<{ points: number; expire_at: Date }[]>`
    insert into rate_limits as r (key, points, expire_at) values (${key}, 1, ${end})
    on conflict (key) do update set
      points = case when r.expire_at <= ${now} then 1 else least(r.points + 1, ${rule.limit + 1}) end,
      expire_at = case when r.expire_at <= ${now} then excluded.expire_at else r.expire_at end
    returning points, expire_at`;
  if (!row) throw new Error("rate_limits gave no row");
  return {
    allowed: row.points <= rule.limit,
    limit: rule.limit,
    remaining: Math.max(0, rule.limit - row.points),
    resetAt: row.expire_at,
    retryAfterSeconds: Math.max(1, Math.ceil((row.expire_at.getTime() - now.getTime()) / 1000)),
  };
}

/** Gives a point back, for limits that count failures only. */
export async function returnPoint(key: string): Promise<void> {
  await pipelineSql()`update rate_limits set points = greatest(points - 1, 0) where key = ${key}`;
}

/** Removes windows that ended; returns how many. */
export async function forgetEndedWindows(now: Date): Promise<number> {
  const gone = await pipelineSql()`delete from rate_limits where expire_at < ${now}`;
  return gone.count;
}
