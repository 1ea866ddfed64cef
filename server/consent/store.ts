import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Channel } from "@/contracts/channels";
import type { ConsentSource, ConsentState } from "@/contracts/consent";
import { consentLedger, consentState } from "@/drizzle/schema/consent";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import type { CurrentConsent } from "./rules/decide-consent";

/** What is in force now; ask under `lockAddresses` when the answer decides a write. */
export async function currentConsent(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  channel: Channel,
): Promise<CurrentConsent> {
  const [row] = await tx
    .select({ state: consentState.state, source: consentState.source, at: consentState.at })
    .from(consentState)
    .where(
      and(
        eq(consentState.workspaceNo, workspaceNo),
        eq(consentState.contactNo, contactNo),
        eq(consentState.channel, channel),
        eq(consentState.topicNo, 0),
      ),
    );
  return row ?? null;
}

/** The state before the last row of the ledger. */
export async function consentBefore(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  channel: Channel,
): Promise<ConsentState | null> {
  const rows = await tx
    .select({ state: consentLedger.state })
    .from(consentLedger)
    .where(
      and(
        eq(consentLedger.workspaceNo, workspaceNo),
        eq(consentLedger.contactNo, contactNo),
        eq(consentLedger.channel, channel),
      ),
    )
    .orderBy(desc(consentLedger.ledgerNo))
    .limit(2);
  return rows[1]?.state ?? null;
}

export type ConsentEntry = {
  contactNo: number;
  channel: Channel;
  /** 0, the default, is marketing as a whole. */
  topicNo?: number;
  state: ConsentState;
  source: ConsentSource;
  at: Date;
  wording?: string | undefined;
  evidence?: string | undefined;
  ip?: string | undefined;
};

/**
 * Appends to the ledger and derives the state in the same transaction. The later `at` wins, at the same instant the
 * later ledger row; a row that arrives late is kept as evidence and changes nothing.
 */
export async function recordConsent(tx: Tx, ctx: Ctx, entry: ConsentEntry): Promise<void> {
  const { workspaceNo } = ctx;
  const { contactNo, channel, topicNo = 0, state, source, at } = entry;
  await tx.insert(consentLedger).values({
    workspaceNo,
    contactNo,
    channel,
    topicNo,
    state,
    source,
    at,
    wording: entry.wording ?? null,
    evidence: entry.evidence ?? null,
    ip: entry.ip ?? null,
    actorType: ctx.actor.type,
    actorId: actorId(ctx.actor),
  });
  await tx
    .insert(consentState)
    .values({ workspaceNo, contactNo, channel, topicNo, state, source, at })
    .onConflictDoUpdate({
      target: [consentState.workspaceNo, consentState.contactNo, consentState.channel, consentState.topicNo],
      set: { state, source, at },
      setWhere: sql`${consentState.at} <= excluded.at`,
    });
}

/** Takes the state rows of deleted contacts away; the ledger stays. */
export async function dropConsentState(tx: Tx, workspaceNo: number, contactNos: readonly number[]): Promise<void> {
  if (contactNos.length === 0) return;
  await tx
    .delete(consentState)
    .where(and(eq(consentState.workspaceNo, workspaceNo), inArray(consentState.contactNo, [...contactNos])));
}
