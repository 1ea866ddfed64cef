import "server-only";
import { pipelineSql } from "@/server/platform/db";
import { forgetOldKeys } from "@/server/platform/idempotency";
import { forgetEndedWindows } from "@/server/platform/rate-limit";

const SESSIONS_KEPT_DAYS = 90;

/** Removes what only its time kept alive: ended sessions, rate windows, idempotency keys. Returns the counts. */
export async function forgetOldRows(now: Date): Promise<{ sessions: number; windows: number; keys: number }> {
  const before = new Date(now.getTime() - SESSIONS_KEPT_DAYS * 86_400_000);
  const sessions = await pipelineSql()`delete from auth_sessions where expires_at < ${before}`;
  return { sessions: sessions.count, windows: await forgetEndedWindows(now), keys: await forgetOldKeys(now) };
}
