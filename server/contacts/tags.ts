import "server-only";
import { and, asc, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Contact } from "@/contracts/contacts";
import { MAX_TAGS, tagKey } from "@/contracts/tags";
import { contacts, contactTags, tags } from "@/drizzle/schema/contacts";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { type ContactRow, toContact } from "./record";

export type StoredTag = { tagNo: number; id: string; name: string };
const columns = { tagNo: tags.tagNo, id: tags.id, name: tags.name };

/** Arrays as one text literal: Drizzle would spread a JavaScript array into separate parameters. */
const numbers = (items: readonly number[], type: "bigint" | "int"): SQL =>
  sql`${`{${items.join(",")}}`}::${sql.raw(type)}[]`;

/** The tags among these names that exist, by key. */
export async function findTags(tx: Tx, workspaceNo: number, names: readonly string[]): Promise<Map<string, StoredTag>> {
  if (names.length === 0) return new Map();
  const rows = await tx
    .select({ ...columns, key: tags.key })
    .from(tags)
    .where(and(eq(tags.workspaceNo, workspaceNo), inArray(tags.key, names.map(tagKey))));
  return new Map(rows.map(({ key, ...tag }) => [key, tag]));
}

/** The tags of these names, made where they are missing. CONFLICT when the workspace would have too many. */
export async function ensureTags(
  tx: Tx,
  workspaceNo: number,
  names: readonly string[],
  now: Date,
): Promise<StoredTag[]> {
  const before = await findTags(tx, workspaceNo, names);
  const unknown = names.filter((name) => !before.has(tagKey(name)));
  if (unknown.length === 0) return [...before.values()];
  // Locks the counter: two people naming the same new tag take turns, and the second one finds it.
  const firstNo = await takeNumbers(tx, workspaceNo, "tag", unknown.length);
  const known = await findTags(tx, workspaceNo, names);
  const [used] = await tx.select({ n: count() }).from(tags).where(eq(tags.workspaceNo, workspaceNo));
  if ((used?.n ?? 0) + unknown.length > MAX_TAGS)
    throw new AppError("CONFLICT", `A workspace may have ${MAX_TAGS} tags. Delete some first.`, { field: "tags" });
  const missing = unknown
    .map((name, at) => ({ tagNo: firstNo + at, id: uuidv7(now), name, key: tagKey(name) }))
    .filter(({ key }) => !known.has(key));
  if (missing.length > 0) await tx.insert(tags).values(missing.map((tag) => ({ ...tag, workspaceNo, createdAt: now })));
  return [...known.values(), ...missing.map(({ tagNo, id, name }) => ({ tagNo, id, name }))];
}

/** The tags of some contacts, by contact number and in the order of their names. Index: contact_tags primary key. */
export async function tagsOfContacts(
  tx: Tx,
  workspaceNo: number,
  contactNos: readonly number[],
): Promise<Map<number, StoredTag[]>> {
  const found = new Map<number, StoredTag[]>(contactNos.map((contactNo) => [contactNo, []]));
  if (contactNos.length === 0) return found;
  const rows = await tx
    .select({ contactNo: contactTags.contactNo, ...columns })
    .from(contactTags)
    .innerJoin(tags, and(eq(tags.workspaceNo, contactTags.workspaceNo), eq(tags.tagNo, contactTags.tagNo)))
    .where(and(eq(contactTags.workspaceNo, workspaceNo), inArray(contactTags.contactNo, [...contactNos])))
    .orderBy(asc(tags.key));
  for (const { contactNo, ...tag } of rows) found.get(contactNo)?.push(tag);
  return found;
}

/** Which tags each contact gained or lost, by contact number. */
export type TagChanges = Map<number, number[]>;
const changesOf = (rows: readonly { contact_no: string; tag_nos: number[] }[]): TagChanges =>
  new Map(rows.map((row) => [Number(row.contact_no), row.tag_nos]));

/**
 * Gives contacts tags; returns those that lacked one of them. Locks the contacts by number, so that one deleted
 * meanwhile is passed over. Works under both roles: every table is bound to the workspace.
 */
export async function addTags(
  tx: Tx,
  workspaceNo: number,
  contactNos: readonly number[],
  tagNos: readonly number[],
): Promise<TagChanges> {
  const rows = await tx.execute<{ contact_no: string; tag_nos: number[] }>(sql`
    with people as (
      select c.contact_no from ${contacts} c
       where c.workspace_no = ${workspaceNo}::int and c.contact_no = any(${numbers(contactNos, "bigint")})
       order by c.contact_no for key share
    ), added as (
      insert into ${contactTags} (workspace_no, contact_no, tag_no)
      select ${workspaceNo}::int, people.contact_no, t.tag_no
        from people cross join ${tags} t
       where t.workspace_no = ${workspaceNo}::int and t.tag_no = any(${numbers(tagNos, "int")})
      on conflict do nothing
      returning contact_no, tag_no
    )
    select contact_no, array_agg(tag_no) as tag_nos from added group by contact_no order by contact_no`);
  return changesOf([...rows]);
}

/** Takes tags away; returns those that had one of them. */
export async function removeTags(
  tx: Tx,
  workspaceNo: number,
  contactNos: readonly number[],
  tagNos: readonly number[],
): Promise<TagChanges> {
  const rows = await tx.execute<{ contact_no: string; tag_nos: number[] }>(sql`
    with taken as (
      delete from ${contactTags} ct
       where ct.workspace_no = ${workspaceNo}::int and ct.contact_no = any(${numbers(contactNos, "bigint")})
         and ct.tag_no = any(${numbers(tagNos, "int")})
      returning ct.contact_no, ct.tag_no
    )
    select contact_no, array_agg(tag_no) as tag_nos from taken group by contact_no order by contact_no`);
  return changesOf([...rows]);
}

/** Contacts as they leave the server, in this order, with their tags. */
export async function toContacts(tx: Tx, ctx: Ctx, rows: readonly ContactRow[]): Promise<Contact[]> {
  const found = await tagsOfContacts(
    tx,
    ctx.workspaceNo,
    rows.map((row) => row.contactNo),
  );
  return rows.map((row) => toContact(ctx, row, found.get(row.contactNo) ?? []));
}

export async function toTaggedContact(tx: Tx, ctx: Ctx, row: ContactRow): Promise<Contact> {
  return toContact(ctx, row, (await tagsOfContacts(tx, ctx.workspaceNo, [row.contactNo])).get(row.contactNo) ?? []);
}

/** Makes the tags of one contact exactly these. Make new tags before locking contacts: `ensureTags` takes a lock first. */
export async function replaceTags(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  wanted: readonly StoredTag[],
): Promise<void> {
  const tagNos = wanted.map((tag) => tag.tagNo);
  await tx.execute(sql`
    delete from ${contactTags} ct
     where ct.workspace_no = ${workspaceNo}::int and ct.contact_no = ${contactNo}::bigint
       and ct.tag_no <> all(${numbers(tagNos, "int")})`);
  if (tagNos.length > 0) await addTags(tx, workspaceNo, [contactNo], tagNos);
}
