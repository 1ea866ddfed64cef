import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "./db";

export type NumberKind =
  | "contact"
  | "contact_field"
  | "tag"
  | "merge"
  | "retype"
  | "company"
  | "company_field"
  | "saved_view"
  | "bulk_job"
  | "export"
  | "import"
  | "segment"
  | "template"
  | "review_entry"
  | "snippet"
  | "asset"
  | "campaign"
  | "campaign_review"
  | "run"
  | "member"
  | "role"
  | "invitation"
  | "api_key"
  | "sso"
  | "provider"
  | "sending_domain"
  | "webhook"
  | "topic"
  | "form"
  | "signup";

/**
 * Hands out `count` numbers of one kind in one workspace and returns the first of them. The counter row stays locked
 * until the transaction ends, so take blocks for bulk work, in a transaction of their own.
 */
export async function takeNumbers(tx: Tx, workspaceNo: number, kind: NumberKind, count = 1): Promise<number> {
  const rows = await tx.execute<{ last: string }>(sql`
    insert into workspace_counters (workspace_no, kind, last) values (${workspaceNo}, ${kind}, ${count})
    on conflict (workspace_no, kind) do update set last = workspace_counters.last + ${count}
    returning last`);
  const last = Number(rows[0]?.last);
  if (!Number.isSafeInteger(last)) throw new Error(`no counter for ${kind}`);
  return last - count + 1;
}
