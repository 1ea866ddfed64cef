import "server-only";
import type { Permission } from "@/contracts/access";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { currentTraceId } from "@/server/platform/trace";
import { hashApiKey } from "../api-key-secret";

const SHAPE = /^sk_[0-9A-Za-z_-]{32,200}$/;

/**
 * The context a secret key opens, or null when it is unknown, revoked or expired. Found by the hash of the whole
 * secret (unique index), so there is no prefix to guess and nothing to compare. `last_used_at` is kept to the minute.
 */
export async function authenticateApiKey(secret: string, now: Date): Promise<Ctx | null> {
  if (!SHAPE.test(secret)) return null;
  const sql = pipelineSql();
  const [row] = await sql<
    { workspace_no: number; workspace_id: string; id: string; scopes: Permission[]; is_touch_due: boolean }[]
  >`
    select k.workspace_no, w.id as workspace_id, k.id, k.scopes,
           (k.last_used_at is null or k.last_used_at < ${now}::timestamptz - interval '1 minute') as is_touch_due
      from api_keys k join workspaces w on w.workspace_no = k.workspace_no
     where k.secret_hash = ${hashApiKey(secret)} and k.revoked_at is null
       and (k.expires_at is null or k.expires_at > ${now})`;
  if (!row) return null;
  if (row.is_touch_due)
    await sql`update api_keys set last_used_at = ${now} where workspace_no = ${row.workspace_no} and id = ${row.id}`;
  return {
    workspaceNo: row.workspace_no,
    workspaceId: row.workspace_id,
    actor: { type: "api_key", keyId: row.id, permissions: row.scopes },
    now,
    traceId: currentTraceId(),
  };
}
