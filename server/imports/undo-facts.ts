import "server-only";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { AttributeValue } from "@/contracts/contacts";
import { checkValue } from "@/contracts/field-values";
import { contacts } from "@/drizzle/schema/contacts";
import { importContacts } from "@/drizzle/schema/imports";
import { attributeTypes, type ContactRow } from "@/server/contacts";
import type { Tx } from "@/server/platform/db";
import { evidencePrefix, type ImportRecord } from "./load";
import { decideUndo, type UndoDecision, type UndoValues } from "./rules/decide-undo";

export type UndoPerson = { contactNo: number; current: ContactRow | null; decision: UndoDecision };

/**
 * The next people of an import and what taking it back means for each, as everything stands now. With `lock` their rows
 * are locked, in the order of their numbers. Index: import_contacts_import, then look-ups by contact.
 */
export async function nextUndoPeople(
  tx: Tx,
  record: ImportRecord,
  behind: number,
  limit: number,
  lock: boolean,
): Promise<UndoPerson[]> {
  const { workspaceNo } = record;
  const rows = await tx
    .select()
    .from(importContacts)
    .where(
      and(
        eq(importContacts.workspaceNo, workspaceNo),
        eq(importContacts.importNo, record.importNo),
        gt(importContacts.contactNo, behind),
      ),
    )
    .orderBy(asc(importContacts.contactNo))
    .limit(limit);
  if (rows.length === 0) return [];
  const numbers = rows.map((row) => row.contactNo);
  const people = tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), inArray(contacts.contactNo, numbers)))
    .orderBy(asc(contacts.contactNo));
  const current = new Map((lock ? await people.for("update") : await people).map((row) => [row.contactNo, row]));
  const since = await whatHappened(tx, record, numbers);
  const types = await attributeTypes(tx, workspaceNo);
  const canHold = (key: string, value: AttributeValue): boolean => {
    const type = types.get(key);
    return type !== undefined && checkValue(type, value).ok;
  };
  return rows.map((row) => {
    const contact = current.get(row.contactNo) ?? null;
    const happened = since.get(row.contactNo);
    const decision = decideUndo(
      {
        isNew: row.isNew,
        steps: row.steps ?? [],
        now: contact && valuesOf(contact),
        isChanged:
          contact !== null && (contact.updatedAt.getTime() !== row.at.getTime() || contact.lastActiveAt !== null),
        isMerged: happened?.merged ?? false,
        isWrittenTo: happened?.written ?? false,
        hasAnswered: happened?.answered ?? false,
        hasCompany: happened?.company ?? false,
        tags: happened?.tags ?? [],
        lists: happened?.lists ?? [],
      },
      canHold,
    );
    return { contactNo: row.contactNo, current: contact, decision };
  });
}

const valuesOf = (row: ContactRow): UndoValues => ({
  email: row.email,
  external_id: row.externalId,
  phone: row.phone,
  first_name: row.firstName,
  last_name: row.lastName,
  time_zone: row.timeZone,
  locale: row.locale,
  attributes: row.attributes,
});

type Happened = {
  merged: boolean;
  written: boolean;
  answered: boolean;
  company: boolean;
  tags: number[];
  lists: number[];
};

/** What else there is about these people. Every look-up leans on an index that begins with the contact. */
async function whatHappened(
  tx: Tx,
  record: ImportRecord,
  contactNos: readonly number[],
): Promise<Map<number, Happened>> {
  const ws = record.workspaceNo;
  const rows = await tx.execute<Happened & { no: string }>(sql`
    select w.no,
           exists (select 1 from run_recipients r where r.workspace_no = ${ws}::int and r.contact_no = w.no
                      and r.batch_no > 0 and r.to_address is null) as written,
           exists (select 1 from contact_merges m where m.workspace_no = ${ws}::int and m.winner_no = w.no)
             or exists (select 1 from contact_merges m where m.workspace_no = ${ws}::int and m.loser_no = w.no) as merged,
           exists (select 1 from consent_ledger l where l.workspace_no = ${ws}::int and l.contact_no = w.no
                      and not (l.source = 'import' and starts_with(coalesce(l.evidence, ''), ${evidencePrefix(record)}::text)))
             or exists (select 1 from contact_preferences p where p.workspace_no = ${ws}::int and p.contact_no = w.no) as answered,
           exists (select 1 from contact_companies k where k.workspace_no = ${ws}::int and k.contact_no = w.no) as company,
           array(select t.tag_no from contact_tags t where t.workspace_no = ${ws}::int and t.contact_no = w.no) as tags,
           array(select m.segment_no from segment_members m
                   join segments s on s.workspace_no = m.workspace_no and s.segment_no = m.segment_no and s.type = 'static'
                  where m.workspace_no = ${ws}::int and m.contact_no = w.no) as lists
      from unnest(${`{${contactNos.join(",")}}`}::bigint[]) w(no)`);
  return new Map(rows.map((row) => [Number(row.no), row]));
}
