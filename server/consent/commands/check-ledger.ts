import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { ChainCheck } from "@/contracts/chain";
import { publicId } from "@/contracts/ids";
import { consentLedger } from "@/drizzle/schema/consent";
import { contacts } from "@/drizzle/schema/contacts";
import { defineCommand } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { checkChain } from "@/server/platform/hash-chain";

export type LedgerCheck = ChainCheck & {
  /** Whose entry the fault is in, as far as the row says; null when it is gone or the person is. */
  contactId: string | null;
};

/** Computes the hash chain of the consent ledger again and says which entry is not what was written. */
export const checkLedger = defineCommand({
  name: "consent.check-ledger",
  permission: "consent:read",
  input: z.object({}),
  async run(ctx, _input, tx) {
    const check = await checkChain(tx, ctx.workspaceNo, "consent_ledger", ctx.now);
    const result: LedgerCheck = { ...check, contactId: await contactAt(tx, ctx.workspaceNo, check.fault?.position) };
    return {
      result,
      audit: {
        action: "consent.check-ledger",
        entityType: "consent_ledger",
        changes: { rows: check.rows, fault: check.fault },
      },
      events: [],
    };
  },
});

async function contactAt(tx: Tx, workspaceNo: number, position: number | undefined): Promise<string | null> {
  if (position === undefined) return null;
  const [row] = await tx
    .select({ id: contacts.id })
    .from(consentLedger)
    .innerJoin(
      contacts,
      and(eq(contacts.workspaceNo, consentLedger.workspaceNo), eq(contacts.contactNo, consentLedger.contactNo)),
    )
    .where(and(eq(consentLedger.workspaceNo, workspaceNo), eq(consentLedger.chainNo, position)));
  return row ? publicId("contact", row.id) : null;
}
