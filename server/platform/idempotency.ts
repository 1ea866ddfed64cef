import "server-only";
import { createHash } from "node:crypto";
import { pipelineSql } from "./db";
import { AppError } from "./errors";
import { seal, unseal } from "./seal";

const KEPT_HOURS = 24;
/** A request that has not answered by then died with its process; its key may be used again. */
const LOCK_SECONDS = 300;
const PURPOSE = "idempotency";
/** Refusals that say "mend it and try again": their key stays free. */
const RETRYABLE = new Set([400, 422, 429]);

export type StoredAnswer = { status: number; body: unknown };
export type Claim =
  | { kind: "run"; keep: (answer: StoredAnswer) => Promise<void> }
  | { kind: "replay"; answer: StoredAnswer };

/** The key of an Idempotency-Key header, quoted (RFC 8941 string) or bare; null without one. */
export function idempotencyKeyOf(header: string | null): string | null {
  if (header === null) return null;
  const key = /^"(.*)"$/.exec(header.trim())?.[1]?.replace(/\\(["\\])/g, "$1") ?? header.trim();
  if (!/^[\x21-\x7e]([\x20-\x7e]{0,254})$/.test(key))
    throw new AppError("BAD_REQUEST", "Idempotency-Key: use 1 to 255 printable ASCII characters, such as a UUID.");
  return key;
}

/**
 * Claims a key for one request. Exactly one of any number of equal requests gets `run`; the others replay its answer,
 * or are told that it is still running. The primary key (workspace, key, route) decides.
 */
export async function claimKey(
  workspaceNo: number,
  key: string,
  route: string,
  payload: string,
  now: Date,
): Promise<Claim> {
  const sql = pipelineSql();
  const hash = createHash("sha256").update(payload).digest("hex");
  const lockedUntil = new Date(now.getTime() + LOCK_SECONDS * 1000);
  const forgottenBefore = new Date(now.getTime() - KEPT_HOURS * 3600_000);
  const claimed = await sql`
    insert into idempotency_keys as k (workspace_no, key, route, request_hash, locked_until, created_at)
    values (${workspaceNo}, ${key}, ${route}, ${hash}, ${lockedUntil}, ${now})
    on conflict (workspace_no, key, route) do update
      set request_hash = excluded.request_hash, status = null, body = null,
          locked_until = excluded.locked_until, created_at = excluded.created_at
      where k.created_at < ${forgottenBefore}
         or (k.status is null and k.locked_until < ${now} and k.request_hash = excluded.request_hash)
    returning 1`;
  if (claimed.length > 0)
    return { kind: "run", keep: (answer) => keepAnswer(workspaceNo, key, route, lockedUntil, answer) };
  const [row] = await sql<{ request_hash: string; status: number | null; body: string | null }[]>`
    select request_hash, status, body from idempotency_keys
     where workspace_no = ${workspaceNo} and key = ${key} and route = ${route}`;
  if (row && row.request_hash !== hash)
    throw new AppError("IDEMPOTENCY_MISMATCH", "This Idempotency-Key was used with another request. Use a new one.");
  if (!row || row.status === null)
    throw new AppError("IDEMPOTENCY_IN_PROGRESS", "The same request is still running. Ask again in a moment.");
  return {
    kind: "replay",
    answer: { status: row.status, body: row.body ? JSON.parse(unseal(row.body, PURPOSE)) : null },
  };
}

/** Stores the answer sealed, because an answer may hold a secret that is shown once; or frees the key. */
async function keepAnswer(
  workspaceNo: number,
  key: string,
  route: string,
  lock: Date,
  answer: StoredAnswer,
): Promise<void> {
  const sql = pipelineSql();
  const mine = sql`workspace_no = ${workspaceNo} and key = ${key} and route = ${route} and locked_until = ${lock} and status is null`;
  if (answer.status >= 500 || RETRYABLE.has(answer.status)) await sql`delete from idempotency_keys where ${mine}`;
  else
    await sql`update idempotency_keys set status = ${answer.status},
      body = ${sql.json(seal(JSON.stringify(answer.body ?? null), PURPOSE))} where ${mine}`;
}

/** Removes keys older than a day; returns how many. */
export async function forgetOldKeys(now: Date): Promise<number> {
  const gone =
    await pipelineSql()`delete from idempotency_keys where created_at < ${new Date(now.getTime() - KEPT_HOURS * 3600_000)}`;
  return gone.count;
}
