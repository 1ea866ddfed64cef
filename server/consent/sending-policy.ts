import "server-only";
import { eq } from "drizzle-orm";
import type postgres from "postgres";
import type { FrequencyCap, QuietHours, SendingPolicy } from "@/contracts/sending-policy";
import { sendingPolicies } from "@/drizzle/schema/consent";
import type { Tx } from "@/server/platform/db";

/** What the workspace asks of its marketing mail; without a row it asks nothing. */
export async function sendingPolicyOf(tx: Tx, workspaceNo: number): Promise<SendingPolicy> {
  const [row] = await tx.select().from(sendingPolicies).where(eq(sendingPolicies.workspaceNo, workspaceNo));
  return {
    cap: row?.capCount && row.capDays ? { count: row.capCount, days: row.capDays } : null,
    quietHours: row?.quietFrom && row.quietTo ? { from: row.quietFrom, to: row.quietTo } : null,
    utm: row?.utm ?? null,
  };
}

/**
 * The workspace's limit, its row locked until the transaction ends: of two claims at once the second counts what the
 * first was given. Claims of a workspace with a limit so follow one another; the calls to the provider do not.
 */
export async function lockFrequencyCap(tx: postgres.TransactionSql, workspaceNo: number): Promise<FrequencyCap | null> {
  const [row] = await tx<{ cap_count: number; cap_days: number }[]>`
    select cap_count, cap_days from sending_policies
     where workspace_no = ${workspaceNo} and cap_count is not null and cap_days is not null for update`;
  return row ? { count: row.cap_count, days: row.cap_days } : null;
}

/** For the sending processes, inside the claim's transaction. */
export async function readQuietHours(tx: postgres.TransactionSql, workspaceNo: number): Promise<QuietHours | null> {
  const [row] = await tx<{ quiet_from: string; quiet_to: string }[]>`
    select quiet_from, quiet_to from sending_policies
     where workspace_no = ${workspaceNo} and quiet_from is not null and quiet_to is not null`;
  return row ? { from: row.quiet_from, to: row.quiet_to } : null;
}
