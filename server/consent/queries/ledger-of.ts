import "server-only";
import { and, count, desc, eq, lt, sql } from "drizzle-orm";
import { consentLedger } from "@/drizzle/schema/consent";
import type { Tx } from "@/server/platform/db";

export type LedgerRow = typeof consentLedger.$inferSelect;

/** What one contact said, newest first by the instant it was said. Index: consent_ledger_contact. */
export function ledgerOf(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  { after, until, limit }: { after: readonly [string, number] | null; until: Date | null; limit: number },
): Promise<LedgerRow[]> {
  return tx
    .select()
    .from(consentLedger)
    .where(
      and(
        eq(consentLedger.workspaceNo, workspaceNo),
        eq(consentLedger.contactNo, contactNo),
        after
          ? sql`(${consentLedger.at}, ${consentLedger.chainNo}) < (${after[0]}::timestamptz, ${after[1]}::bigint)`
          : undefined,
        until ? lt(consentLedger.at, until) : undefined,
      ),
    )
    .orderBy(desc(consentLedger.at), desc(consentLedger.chainNo))
    .limit(limit);
}

export async function countLedger(tx: Tx, workspaceNo: number, contactNo: number): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(consentLedger)
    .where(and(eq(consentLedger.workspaceNo, workspaceNo), eq(consentLedger.contactNo, contactNo)));
  return row?.n ?? 0;
}
