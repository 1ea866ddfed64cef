import "server-only";
import { and, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { ConsentChannel, ConsentSource, ConsentState, LedgerState } from "@/contracts/consent";
import { consentLedger, consentState, contactPreferences } from "@/drizzle/schema/consent";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { type CurrentConsent, instantOf } from "./rules/decide-consent";

/** What a statement is about: one channel of one person, as a whole (topic 0) or one topic of it. */
export type ConsentScope = { contactNo: number; channel: ConsentChannel; topicNo: number };

/** What is in force now; ask under `lockAddresses` when the answer decides a write. */
export async function currentConsent(tx: Tx, workspaceNo: number, scope: ConsentScope): Promise<CurrentConsent> {
  const [row] = await tx
    .select({ state: consentState.state, source: consentState.source, at: consentState.at })
    .from(consentState)
    .where(
      and(
        eq(consentState.workspaceNo, workspaceNo),
        eq(consentState.contactNo, scope.contactNo),
        eq(consentState.channel, scope.channel),
        eq(consentState.topicNo, scope.topicNo),
      ),
    );
  return row ?? null;
}

/** The state before the last row of the ledger. */
export async function consentBefore(tx: Tx, workspaceNo: number, scope: ConsentScope): Promise<LedgerState | null> {
  const rows = await tx
    .select({ state: consentLedger.state })
    .from(consentLedger)
    .where(
      and(
        eq(consentLedger.workspaceNo, workspaceNo),
        eq(consentLedger.contactNo, scope.contactNo),
        eq(consentLedger.channel, scope.channel),
        eq(consentLedger.topicNo, scope.topicNo),
      ),
    )
    .orderBy(desc(consentLedger.chainNo))
    .limit(2);
  return rows[1]?.state ?? null;
}

/** When somebody last said yes to a topic of the channel; null when they are in none. */
export async function lastTopicYes(
  tx: Tx,
  workspaceNo: number,
  { contactNo, channel }: Pick<ConsentScope, "contactNo" | "channel">,
): Promise<Date | null> {
  const [row] = await tx
    .select({ at: sql<string | null>`max(${consentState.at})` })
    .from(consentState)
    .where(
      and(
        eq(consentState.workspaceNo, workspaceNo),
        eq(consentState.contactNo, contactNo),
        eq(consentState.channel, channel),
        gt(consentState.topicNo, 0),
        eq(consentState.state, "granted"),
      ),
    );
  return row?.at ? new Date(row.at) : null;
}

/** The instant of a no: never before what it follows; a no to everything also not before the last yes to a topic. */
export async function instantOfNo(
  tx: Tx,
  workspaceNo: number,
  scope: ConsentScope,
  now: Date,
  current: CurrentConsent,
): Promise<Date> {
  const at = instantOf(now, current);
  const yes = scope.topicNo === 0 ? await lastTopicYes(tx, workspaceNo, scope) : null;
  return yes && yes.getTime() > at.getTime() ? yes : at;
}

export type ConsentEntry = ConsentScope & {
  state: ConsentState;
  source: ConsentSource;
  at: Date;
  wording?: string | null | undefined;
  evidence?: string | null | undefined;
  ip?: string | null | undefined;
};

/**
 * Derives the state and appends to the ledger in the same transaction; `replayConsent` is the same rule over rows. The
 * later `at` wins, at the same instant the later ledger row; a request for confirmation replaces neither yes nor no.
 * The state comes first: the ledger's chain must be the last lock of a transaction (drizzle/chain.ts).
 */
export async function recordConsent(tx: Tx, ctx: Ctx, entry: ConsentEntry): Promise<void> {
  const { workspaceNo } = ctx;
  const { contactNo, channel, topicNo, state, source, at } = entry;
  await tx
    .insert(consentState)
    .values({ workspaceNo, contactNo, channel, topicNo, state, source, at })
    .onConflictDoUpdate({
      target: [consentState.workspaceNo, consentState.contactNo, consentState.channel, consentState.topicNo],
      set: { state, source, at },
      setWhere: sql`${consentState.at} <= excluded.at and (excluded.state <> 'pending' or ${consentState.state} = 'pending')`,
    });
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
}

/** Takes the state and preference rows of deleted contacts away; the ledger stays. */
export async function dropConsentState(tx: Tx, workspaceNo: number, contactNos: readonly number[]): Promise<void> {
  if (contactNos.length === 0) return;
  await tx
    .delete(consentState)
    .where(and(eq(consentState.workspaceNo, workspaceNo), inArray(consentState.contactNo, [...contactNos])));
  await tx
    .delete(contactPreferences)
    .where(
      and(eq(contactPreferences.workspaceNo, workspaceNo), inArray(contactPreferences.contactNo, [...contactNos])),
    );
}

/** The consent of some contacts by number; people who never answered are left out. Index: consent_state primary key. */
export async function consentStates(
  tx: Tx,
  workspaceNo: number,
  channel: ConsentChannel,
  contactNos: readonly number[],
): Promise<Map<number, ConsentState>> {
  if (contactNos.length === 0) return new Map();
  const rows = await tx
    .select({ contactNo: consentState.contactNo, state: consentState.state })
    .from(consentState)
    .where(
      and(
        eq(consentState.workspaceNo, workspaceNo),
        inArray(consentState.contactNo, [...contactNos]),
        eq(consentState.channel, channel),
        eq(consentState.topicNo, 0),
      ),
    );
  return new Map(rows.map((row) => [row.contactNo, row.state]));
}
