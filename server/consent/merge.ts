import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { ConsentSnapshot, StoredConsent } from "@/contracts/merges";
import { consentState, suppressions } from "@/drizzle/schema/consent";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { joinPreferences, partPreferences } from "./merge-preferences";
import { instantOf } from "./rules/decide-consent";
import { mergeConsentRows, undoConsentRows } from "./rules/merge-consent";
import { recordConsent } from "./store";

// Both directions of a merge run in the transaction of server/profiles, under the address lock, in two parts: what is
// in force is taken aside, then the contacts change (trigger keep_opt_out has nothing to say), then it is settled here.

export type AsideConsent = Map<number, StoredConsent[]>;

/** Takes the consent of these contacts aside. The caller settles it in the same transaction. */
export async function takeConsentAside(
  tx: Tx,
  workspaceNo: number,
  contactNos: readonly number[],
): Promise<AsideConsent> {
  const rows = await tx
    .delete(consentState)
    .where(and(eq(consentState.workspaceNo, workspaceNo), inArray(consentState.contactNo, [...contactNos])))
    .returning();
  const aside: AsideConsent = new Map(contactNos.map((no) => [no, []]));
  for (const { contactNo, channel, topicNo, state, source, at } of rows)
    aside.get(contactNo)?.push({ channel, topicNo, state, source, at: at.toISOString() });
  return aside;
}

type Settling = {
  winnerNo: number;
  loserNo: number;
  mergeId: string;
  aside: AsideConsent;
  /** Addresses that belong to neither profile any more. */
  freed: readonly string[];
};

/**
 * A no of either is in force for the winner; ledger rows of the loser stay under its number. When the person
 * said no to e-mail, addresses that leave the profile are suppressed: the no is theirs too.
 */
export async function mergeConsent(tx: Tx, ctx: Ctx, merge: Settling): Promise<ConsentSnapshot> {
  const winner = merge.aside.get(merge.winnerNo) ?? [];
  const loser = merge.aside.get(merge.loserNo) ?? [];
  const { kept, carried, toDeny } = mergeConsentRows(winner, loser);
  await putStates(tx, ctx.workspaceNo, merge.winnerNo, [...kept, ...carried]);
  const written: StoredConsent[] = [...carried];
  for (const row of toDeny)
    written.push(
      await say(tx, ctx, merge.winnerNo, row, `The contact merged into this one said no (merge ${merge.mergeId}).`),
    );
  const answers = [...winner, ...loser];
  const saidNo = answers.some((row) => row.channel === "email" && row.topicNo === 0 && row.state === "denied");
  const suppressed = saidNo ? await suppressFreed(tx, ctx, merge) : [];
  return { winner, loser, written, suppressed, preferences: await joinPreferences(tx, ctx.workspaceNo, merge) };
}

/**
 * Puts both back as they were; a no said since the merge then holds for both, a yes only where it was said.
 * Addresses the merge had suppressed are released, unless there was such a no or somebody else suppressed them too.
 */
export async function unmergeConsent(
  tx: Tx,
  ctx: Ctx,
  merge: Omit<Settling, "freed">,
  snapshot: ConsentSnapshot,
): Promise<void> {
  await partPreferences(tx, ctx.workspaceNo, merge, snapshot.preferences);
  const undo = undoConsentRows(merge.aside.get(merge.winnerNo) ?? [], snapshot);
  await putStates(tx, ctx.workspaceNo, merge.winnerNo, [...undo.kept, ...undo.back.map(({ row }) => row)]);
  await putStates(tx, ctx.workspaceNo, merge.loserNo, undo.loser);
  for (const { row, to } of undo.back)
    await say(
      tx,
      ctx,
      merge.winnerNo,
      { ...row, state: to },
      `Merge ${merge.mergeId} was undone; this was in force before it.`,
    );
  for (const row of undo.deniedSince)
    await say(tx, ctx, merge.loserNo, row, `Said while the two were one contact (merge ${merge.mergeId}).`);
  const isStillNo = undo.deniedSince.some((row) => row.channel === "email" && row.topicNo === 0);
  if (isStillNo || snapshot.suppressed.length === 0) return;
  await tx
    .delete(suppressions)
    .where(
      and(
        eq(suppressions.workspaceNo, ctx.workspaceNo),
        eq(suppressions.channel, "email"),
        inArray(suppressions.addressKey, snapshot.suppressed),
        eq(suppressions.actorId, actorOf(merge.mergeId)),
      ),
    );
}

async function putStates(tx: Tx, workspaceNo: number, contactNo: number, rows: readonly StoredConsent[]) {
  if (rows.length === 0) return;
  await tx.insert(consentState).values(rows.map((row) => ({ ...row, workspaceNo, contactNo, at: new Date(row.at) })));
}

async function say(tx: Tx, ctx: Ctx, contactNo: number, row: StoredConsent, evidence: string): Promise<StoredConsent> {
  const at = instantOf(ctx.now, { ...row, at: new Date(row.at) });
  const { channel, topicNo, state } = row;
  await recordConsent(tx, ctx, { contactNo, channel, topicNo, state, source: "merge", at, evidence });
  return { channel, topicNo, state, source: "merge", at: at.toISOString() };
}

/** Marks rows of a merge; whoever suppresses the address by themselves takes the row over (commands/add-suppression). */
const actorOf = (mergeId: string): string => `merge ${mergeId}`;

async function suppressFreed(tx: Tx, ctx: Ctx, { mergeId, freed }: Settling): Promise<string[]> {
  if (freed.length === 0) return [];
  const rows = await tx
    .insert(suppressions)
    .values(
      freed.map((addressKey) => ({
        workspaceNo: ctx.workspaceNo,
        channel: "email" as const,
        addressKey,
        reason: "unsubscribed" as const,
        note: "Belonged to a contact that was merged and had said no.",
        at: ctx.now,
        actorType: "job",
        actorId: actorOf(mergeId),
      })),
    )
    .onConflictDoNothing()
    .returning({ addressKey: suppressions.addressKey });
  return rows.map((row) => row.addressKey);
}
