import "server-only";
import { sql } from "drizzle-orm";
import type postgres from "postgres";
import type { Tx } from "@/server/platform/db";

/** First key of the advisory locks below, the second is the workspace. Also written in drizzle/policies.ts. */
export const ADDRESS_LOCK = 7_001;

/**
 * Taken by everything that takes permission away (revoke, suppress, delete, change of address), before it looks at or
 * locks anything else, so that nobody can deadlock: waits for the
 * permits being handed out in this workspace, and makes later ones wait for our commit. Held until the transaction ends.
 */
export async function lockAddresses(tx: Tx, workspaceNo: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADDRESS_LOCK}, ${workspaceNo})`);
}

/** The shared side: many senders ask at once, none of them beside an opt-out that has not committed yet. */
export async function shareAddresses(tx: postgres.TransactionSql, workspaceNo: number): Promise<void> {
  const [row] = await tx<{ isolation: string }[]>`
    select current_setting('transaction_isolation') as isolation,
           pg_advisory_xact_lock_shared(${ADDRESS_LOCK}::int, ${workspaceNo}::int)`;
  // With an older snapshot the next statement would not see the opt-out we have just waited for.
  if (row?.isolation !== "read committed") throw new Error(`Permits need READ COMMITTED, not ${row?.isolation}.`);
}

/** First key of the lock below. */
export const FIELD_LOCK = 7_002;

/**
 * Taken by everything that writes attributes, before it looks at the types of fields: a change of type waits for it and
 * it for the change, so that no value of the old type comes in behind it.
 */
export async function shareFields(tx: Tx, workspaceNo: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${FIELD_LOCK}::int, ${workspaceNo}::int)`);
}

/** The other side: taken while the values of a field are exchanged. */
export async function lockFields(tx: Tx, workspaceNo: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${FIELD_LOCK}::int, ${workspaceNo}::int)`);
}
