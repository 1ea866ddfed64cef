import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type postgres from "postgres";
import { contactMerges } from "@/drizzle/schema/contact-history";
import type { Tx } from "@/server/platform/db";

/** Ids that went into another contact lead to it: the number that stands for this uuid now, or null. */
export async function mergedContactNo(tx: Tx, workspaceNo: number, id: string): Promise<number | null> {
  const [row] = await tx
    .select({ loserNo: contactMerges.loserNo })
    .from(contactMerges)
    .where(
      and(eq(contactMerges.workspaceNo, workspaceNo), eq(contactMerges.loserId, id), isNull(contactMerges.undoneAt)),
    );
  return row ? currentContactNo(tx, workspaceNo, row.loserNo) : null;
}

/**
 * The number under which a person is kept now; the same number when nobody merged them. For tokens and rows that were
 * written earlier: ask under `lockAddresses` when the answer decides a write. Index: contact_merges_loser.
 */
export async function currentContactNo(tx: Tx, workspaceNo: number, contactNo: number): Promise<number> {
  const rows = await tx.execute<{ no: string }>(sql`
    with recursive way as (
      select ${contactNo}::bigint as no, 0 as step
      union all
      select m.winner_no, way.step + 1 from way
        join contact_merges m on m.workspace_no = ${workspaceNo}::int and m.loser_no = way.no and m.undone_at is null
       where way.step < 100)
    select no from way order by step desc limit 1`);
  return Number(rows[0]?.no ?? contactNo);
}

/** Every number whose rows belong to this person: their own first, then those that went into it. */
export async function personNumbers(tx: Tx, workspaceNo: number, contactNo: number): Promise<number[]> {
  const rows = await tx.execute<{ no: string }>(sql`
    with recursive way as (
      select ${contactNo}::bigint as no, 0 as step
      union all
      select m.loser_no, way.step + 1 from way
        join contact_merges m on m.workspace_no = ${workspaceNo}::int and m.winner_no = way.no and m.undone_at is null
       where way.step < 100)
    select no from way order by step, no`);
  return rows.map((row) => Number(row.no));
}

/** Contacts that were, for a while, reached at somebody else's address through this number: an undone merge moved it. */
export async function onceReachedThrough(tx: Tx, workspaceNo: number, contactNo: number): Promise<number[]> {
  const rows = await tx.execute<{ no: string }>(sql`
    select distinct loser_no as no from contact_merges
     where workspace_no = ${workspaceNo}::int and winner_no = ${contactNo}::bigint and address_moved and undone_at is not null`);
  return rows.map((row) => Number(row.no));
}

/** Other numbers of the same person, and whether a number has gone into another contact. */
export type SamePerson = { others: Map<number, number[]>; gone: Set<number> };
const NOBODY: SamePerson = { others: new Map(), gone: new Set() };

/**
 * Who among these is one person with somebody else, also by a merge undone after `since` that had moved an address: a
 * message may have gone to it under the other's number. Call it after `shareAddresses`: a merge that committed is then seen, a later one waits. Indexes: the contact_merges ones.
 */
export async function samePersonSince(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  contactNos: readonly number[],
  since: Date,
): Promise<SamePerson> {
  const [any] = await tx<{ has: boolean }[]>`
    select exists (select 1 from contact_merges where workspace_no = ${workspaceNo}) as has`;
  if (!any?.has || contactNos.length === 0) return NOBODY;
  const rows = await tx<{ asked: string; no: string; gone: boolean }[]>`
    with recursive person as (
      select n as asked, n as no from unnest(${[...contactNos]}::bigint[]) n
      union
      select p.asked, case when m.winner_no = p.no then m.loser_no else m.winner_no end
        from person p
        join contact_merges m on m.workspace_no = ${workspaceNo} and (m.winner_no = p.no or m.loser_no = p.no)
         and (m.undone_at is null or (m.undone_at >= ${since} and m.address_moved)))
    select asked, no, exists (select 1 from contact_merges m where m.workspace_no = ${workspaceNo}
             and m.loser_no = person.asked and m.undone_at is null) as gone
      from person`;
  const same: SamePerson = { others: new Map(), gone: new Set() };
  for (const row of rows) {
    const asked = Number(row.asked);
    if (row.gone) same.gone.add(asked);
    if (row.no !== row.asked) same.others.set(asked, [...(same.others.get(asked) ?? []), Number(row.no)]);
  }
  return same;
}

/** The same with the uuid each number had, for what is filed by id. */
export async function personContacts(
  tx: Tx,
  workspaceNo: number,
  contact: { contactNo: number; id: string },
): Promise<{ contactNo: number; contactId: string }[]> {
  const numbers = await personNumbers(tx, workspaceNo, contact.contactNo);
  const rows = await tx
    .select({ contactNo: contactMerges.loserNo, contactId: contactMerges.loserId })
    .from(contactMerges)
    .where(
      and(
        eq(contactMerges.workspaceNo, workspaceNo),
        inArray(contactMerges.loserNo, numbers),
        isNull(contactMerges.undoneAt),
      ),
    );
  return [{ contactNo: contact.contactNo, contactId: contact.id }, ...rows];
}
