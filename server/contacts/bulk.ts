import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type AttributeValue, type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";
import { contacts, contactTags, tags } from "@/drizzle/schema/contacts";
import type { Tx } from "@/server/platform/db";

// Set-wise writes for bulk jobs. Every table is bound to the workspace, so they work under both roles, and every row is
// locked by number first, so that two jobs cannot wait for each other.

const numbers = (items: readonly number[]): SQL => sql`${`{${items.join(",")}}`}::bigint[]`;
const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`;

/** The contacts among these numbers that are there. */
export async function existingContacts(
  tx: Tx,
  workspaceNo: number,
  contactNos: readonly number[],
): Promise<Set<number>> {
  const rows = await tx.execute<{ contact_no: string }>(sql`
    select c.contact_no from ${contacts} c
     where c.workspace_no = ${workspaceNo}::int and c.contact_no = any(${numbers(contactNos)})`);
  return new Set([...rows].map((row) => Number(row.contact_no)));
}

/** A field of `contacts c` as JSON, null for no value. */
export const fieldJson = (field: FieldDefinition): SQL => fieldSql(field).read;

/** How a field is read as JSON, and what an update must say to write the JSON `value` into it. */
function fieldSql(field: FieldDefinition): { read: SQL; write(value: SQL): SQL } {
  if (!field.isStandard)
    return {
      read: sql`c.attributes -> ${field.key}::text`,
      write: (value) =>
        sql`attributes = case when ${value} is null then c.attributes - ${field.key}::text else c.attributes || jsonb_build_object(${field.key}::text, ${value}) end`,
    };
  const column = STANDARD_FIELDS.find((standard) => standard.key === field.key)?.column;
  if (!column || field.type !== "text") throw new Error(`${field.key} cannot be written for many people`);
  const name = sql.identifier(column);
  return { read: sql`to_jsonb(c.${name})`, write: (value) => sql`${name} = ${value} #>> '{}'` };
}

/** Former value (null for none) by contact number, of those whose value is now another one. */
export type FieldChanges = Map<number, AttributeValue | null>;

/** Gives a field the same value for these people; null empties it. Who has it already is not touched. */
export async function setField(
  tx: Tx,
  workspaceNo: number,
  contactNos: readonly number[],
  field: FieldDefinition,
  value: AttributeValue | null,
  now: Date,
): Promise<FieldChanges> {
  const { read, write } = fieldSql(field);
  const next = value === null ? sql`null::jsonb` : json(value);
  const rows = await tx.execute<{ contact_no: string; before: AttributeValue | null }>(sql`
    with people as (
      select c.contact_no, ${read} as before from ${contacts} c
       where c.workspace_no = ${workspaceNo}::int and c.contact_no = any(${numbers(contactNos)})
       order by c.contact_no for update
    ), changed as (
      update ${contacts} c set ${write(next)}, updated_at = ${now.toISOString()}::timestamptz
        from people
       where c.workspace_no = ${workspaceNo}::int and c.contact_no = people.contact_no
         and people.before is distinct from ${next}
      returning c.contact_no, people.before
    )
    select contact_no, before from changed`);
  return new Map([...rows].map((row) => [Number(row.contact_no), row.before]));
}

/** Gives former values back where the field still holds `left`; returns the numbers of those people. */
export async function restoreField(
  tx: Tx,
  workspaceNo: number,
  former: ReadonlyMap<number, AttributeValue | null>,
  field: FieldDefinition,
  left: AttributeValue | null,
  now: Date,
): Promise<Set<number>> {
  const { read, write } = fieldSql(field);
  const expected = left === null ? sql`null::jsonb` : json(left);
  const pairs = json([...former].map(([contactNo, before]) => ({ contact_no: contactNo, before })));
  // A missing key and a JSON null must both come back as "no value".
  const rows = await tx.execute<{ contact_no: string }>(sql`
    with former as (
      select (r ->> 'contact_no')::bigint as contact_no, nullif(r -> 'before', 'null'::jsonb) as before
        from jsonb_array_elements(${pairs}) as r
    ), people as (
      select c.contact_no, ${read} as current from ${contacts} c
       where c.workspace_no = ${workspaceNo}::int and c.contact_no in (select contact_no from former)
       order by c.contact_no for update
    )
    update ${contacts} c set ${write(sql`former.before`)}, updated_at = ${now.toISOString()}::timestamptz
      from people join former using (contact_no)
     where c.workspace_no = ${workspaceNo}::int and c.contact_no = people.contact_no
       and people.current is not distinct from ${expected}
    returning c.contact_no`);
  return new Set([...rows].map((row) => Number(row.contact_no)));
}

export type TagPair = { contactNo: number; tagNo: number };
const pairsOf = (pairs: readonly TagPair[]): SQL => sql`
  (select (r ->> 'contactNo')::bigint as contact_no, (r ->> 'tagNo')::int as tag_no
     from jsonb_array_elements(${json(pairs)}) as r)`;

/** Takes exactly these tags away again; returns the contacts that still had one of them. */
export async function takeTagPairs(tx: Tx, workspaceNo: number, pairs: readonly TagPair[]): Promise<Set<number>> {
  const rows = await tx.execute<{ contact_no: string }>(sql`
    delete from ${contactTags} ct using ${pairsOf(pairs)} p
     where ct.workspace_no = ${workspaceNo}::int and ct.contact_no = p.contact_no and ct.tag_no = p.tag_no
    returning ct.contact_no`);
  return new Set([...rows].map((row) => Number(row.contact_no)));
}

/** Gives exactly these tags back where contact and tag still exist; returns the contacts that lacked one of them. */
export async function giveTagPairs(tx: Tx, workspaceNo: number, pairs: readonly TagPair[]): Promise<Set<number>> {
  const rows = await tx.execute<{ contact_no: string }>(sql`
    with people as (
      select c.contact_no from ${contacts} c
       where c.workspace_no = ${workspaceNo}::int and c.contact_no = any(${numbers(pairs.map((pair) => pair.contactNo))})
       order by c.contact_no for key share
    )
    insert into ${contactTags} (workspace_no, contact_no, tag_no)
    select ${workspaceNo}::int, p.contact_no, t.tag_no
      from ${pairsOf(pairs)} p
      join people using (contact_no)
      join ${tags} t on t.workspace_no = ${workspaceNo}::int and t.tag_no = p.tag_no
    on conflict do nothing
    returning contact_no`);
  return new Set([...rows].map((row) => Number(row.contact_no)));
}
