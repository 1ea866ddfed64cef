import "server-only";
import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import type { MergeableColumns, MergeSnapshot } from "@/contracts/merges";
import { contactMerges } from "@/drizzle/schema/contact-history";
import { contacts } from "@/drizzle/schema/contacts";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import type { ContactRow } from "./record";
import { writeUnique } from "./store";
import { addTags, removeTags, tagsOfContacts } from "./tags";

export type MergeRow = typeof contactMerges.$inferSelect;
export type MergePair = { winner: ContactRow; loser: ContactRow };

/** Both contacts, locked in the order of their numbers. Take `lockAddresses` first. */
export async function lockPair(
  tx: Tx,
  workspaceNo: number,
  ids: { winnerId: string; loserId: string },
): Promise<MergePair> {
  if (ids.winnerId === ids.loserId)
    throw new AppError("VALIDATION_ERROR", "loserId: Choose two different contacts.", { field: "loserId" });
  const rows = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), inArray(contacts.id, [ids.winnerId, ids.loserId])))
    .orderBy(contacts.contactNo)
    .for("update");
  const winner = rows.find((row) => row.id === ids.winnerId);
  const loser = rows.find((row) => row.id === ids.loserId);
  if (!winner || !loser) throw notFound("contact");
  return { winner, loser };
}

/** One contact by number, locked; null when it is gone. */
export async function lockNumber(tx: Tx, workspaceNo: number, contactNo: number): Promise<ContactRow | null> {
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), eq(contacts.contactNo, contactNo)))
    .for("update");
  return row ?? null;
}

export const mergeable = (row: MergeableColumns): MergeableColumns => ({
  externalId: row.externalId,
  email: row.email,
  emailKey: row.emailKey,
  phone: row.phone,
  firstName: row.firstName,
  lastName: row.lastName,
  timeZone: row.timeZone,
  locale: row.locale,
  attributes: row.attributes,
});

/** Takes the loser away and makes the winner what was decided, tags of both included. */
export async function joinContacts(
  tx: Tx,
  ctx: Ctx,
  { winner, loser }: MergePair,
  written: MergeableColumns,
): Promise<MergeSnapshot["tags"]> {
  const tags = await tagsOfContacts(tx, ctx.workspaceNo, [winner.contactNo, loser.contactNo]);
  const had = new Set(tags.get(winner.contactNo)?.map((tag) => tag.tagNo));
  const loserTags = tags.get(loser.contactNo)?.map((tag) => tag.tagNo) ?? [];
  const given = loserTags.filter((tagNo) => !had.has(tagNo));
  // The loser first: address and external id are free then.
  await tx.delete(contacts).where(and(eq(contacts.workspaceNo, ctx.workspaceNo), eq(contacts.id, loser.id)));
  await tx
    .update(contacts)
    .set({ ...written, lastActiveAt: later(winner.lastActiveAt, loser.lastActiveAt), updatedAt: ctx.now })
    .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), eq(contacts.id, winner.id)));
  if (given.length > 0) await addTags(tx, ctx.workspaceNo, [winner.contactNo], given);
  return { given, loser: loserTags };
}

const later = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : (a ?? b));

/**
 * Puts both records back: the winner's columns as decided by the caller, the loser as it was. An address or external id
 * somebody else has by now is CONFLICT naming them.
 */
export async function separateContacts(
  tx: Tx,
  ctx: Ctx,
  merge: MergeRow & { snapshot: MergeSnapshot },
  winner: ContactRow,
  columns: { winner: MergeableColumns; loser: MergeableColumns },
): Promise<void> {
  const { snapshot } = merge;
  const { workspaceNo } = ctx;
  // Somebody who was active since stays active; the merge's own later date goes back.
  const lastActiveAt = isActiveSince(winner, snapshot) ? winner.lastActiveAt : dateOrNull(snapshot.winnerLastActiveAt);
  await writeUnique(tx, workspaceNo, columns.winner, (inner) =>
    inner
      .update(contacts)
      .set({ ...columns.winner, lastActiveAt, updatedAt: ctx.now })
      .where(and(eq(contacts.workspaceNo, workspaceNo), eq(contacts.contactNo, winner.contactNo))),
  );
  await writeUnique(tx, workspaceNo, columns.loser, (inner) =>
    inner.insert(contacts).values({
      ...columns.loser,
      workspaceNo,
      contactNo: merge.loserNo,
      id: merge.loserId,
      isDemo: snapshot.loser.isDemo,
      createdAt: new Date(snapshot.loser.createdAt),
      updatedAt: ctx.now,
      lastActiveAt: dateOrNull(snapshot.loser.lastActiveAt),
    }),
  );
  await removeTags(tx, workspaceNo, [winner.contactNo], snapshot.tags.given);
  await addTags(tx, workspaceNo, [merge.loserNo], snapshot.tags.loser);
}

function isActiveSince(winner: ContactRow, snapshot: MergeSnapshot): boolean {
  const written = later(dateOrNull(snapshot.winnerLastActiveAt), dateOrNull(snapshot.loser.lastActiveAt));
  return (winner.lastActiveAt?.getTime() ?? 0) > (written?.getTime() ?? 0);
}

const dateOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text));

export async function recordMerge(
  tx: Tx,
  ctx: Ctx,
  { winner, loser }: MergePair,
  merge: { mergeNo: number; id: string; snapshot: MergeSnapshot },
): Promise<void> {
  const { written } = merge.snapshot;
  await tx.insert(contactMerges).values({
    ...merge,
    workspaceNo: ctx.workspaceNo,
    winnerNo: winner.contactNo,
    loserNo: loser.contactNo,
    loserId: loser.id,
    addressMoved: written.emailKey !== null && written.emailKey === loser.emailKey,
    at: ctx.now,
    actorType: ctx.actor.type,
    actorId: actorId(ctx.actor),
  });
}

export async function newMerge(tx: Tx, ctx: Ctx): Promise<{ mergeNo: number; id: string }> {
  return { mergeNo: await takeNumbers(tx, ctx.workspaceNo, "merge"), id: uuidv7(ctx.now) };
}

/** The merge by its uuid, locked. Take `lockAddresses` first. */
export async function lockMerge(tx: Tx, workspaceNo: number, id: string): Promise<MergeRow> {
  const [row] = await tx
    .select()
    .from(contactMerges)
    .where(and(eq(contactMerges.workspaceNo, workspaceNo), eq(contactMerges.id, id)))
    .for("update");
  if (!row) throw notFound("merge");
  return row;
}

export async function closeMerge(tx: Tx, ctx: Ctx, mergeNo: number): Promise<void> {
  await tx
    .update(contactMerges)
    .set({ undoneAt: ctx.now, snapshot: null })
    .where(and(eq(contactMerges.workspaceNo, ctx.workspaceNo), eq(contactMerges.mergeNo, mergeNo)));
}

/** Merges into this contact that are in force, the newest first. */
export function mergesInto(tx: Tx, workspaceNo: number, winnerNo: number): Promise<MergeRow[]> {
  return tx
    .select()
    .from(contactMerges)
    .where(
      and(
        eq(contactMerges.workspaceNo, workspaceNo),
        eq(contactMerges.winnerNo, winnerNo),
        isNull(contactMerges.undoneAt),
      ),
    )
    .orderBy(desc(contactMerges.mergeNo));
}
