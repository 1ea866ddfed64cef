import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { MAX_LIST_CHANGE, type MemberSource } from "@/contracts/segments";
import { searchSql } from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { checkCondition } from "./check-condition";
import { compileCondition } from "./compile";
import { loadSegment } from "./load";
import { textArray } from "./operators/form";
import { readPastedPeople } from "./rules/pasted-people";

const UNKNOWN_SHOWN = 20;

/** `people` selects the contact numbers, locked against deletion; the rest says what nobody answered to. */
export type ResolvedSource = { people: SQL; missing: number; unknown: string[] };

/** Turns what a person chose into a selection over `contacts c`. */
export async function resolveSource(tx: Tx, ctx: Ctx, source: MemberSource): Promise<ResolvedSource> {
  const { workspaceNo, now } = ctx;
  const among = (where: SQL): SQL =>
    sql`select c.contact_no from contacts c where c.workspace_no = ${workspaceNo}::int and ${where} for key share of c`;
  switch (source.kind) {
    case "contacts": {
      const isChosen = sql`c.id = any(${textArray(source.ids)}::uuid[])`;
      const found = await countOf(tx, among(isChosen));
      return { people: among(isChosen), missing: new Set(source.ids).size - found, unknown: [] };
    }
    case "condition": {
      const { condition, ...scope } = await checkCondition(tx, workspaceNo, source.condition);
      const found = searchSql(ctx, source.q);
      const fits = compileCondition(condition, { ...scope, now });
      return { people: among(found ? sql`${fits} and ${found}` : fits), missing: 0, unknown: [] };
    }
    case "segment": {
      const { segmentNo } = await loadSegment(tx, workspaceNo, source.segmentId);
      const isMember = sql`c.contact_no in (select sm.contact_no from segment_members sm
        where sm.workspace_no = ${workspaceNo}::int and sm.segment_no = ${segmentNo}::int)`;
      return { people: among(isMember), missing: 0, unknown: [] };
    }
    case "text":
      return pasted(tx, workspaceNo, source.text, among);
  }
}

/** Indexes: contacts_email_key, contacts_external_id, contacts_id. */
async function pasted(tx: Tx, workspaceNo: number, text: string, among: (where: SQL) => SQL): Promise<ResolvedSource> {
  const { emails, contactIds, externalIds, spelling } = readPastedPeople(text);
  if (spelling.size > MAX_LIST_CHANGE)
    throw new AppError("VALIDATION_ERROR", "from.text: Paste at most 20,000 people at once.", {
      field: "from.text",
      reason: "too many",
    });
  const isNamed = sql`(c.email_key = any(${textArray(emails)}) or c.external_id = any(${textArray(externalIds)})
    or c.id = any(${textArray(contactIds)}::uuid[]))`;
  const found = await tx.execute<{ key: string }>(sql`
    select unnest(array[c.email_key, c.external_id, c.id::text]) as key
      from contacts c where c.workspace_no = ${workspaceNo}::int and ${isNamed}`);
  const known = new Set(found.map((row) => row.key));
  const unknown = [...spelling].filter(([key]) => !known.has(key)).map(([, word]) => word);
  return { people: among(isNamed), missing: unknown.length, unknown: unknown.slice(0, UNKNOWN_SHOWN) };
}

async function countOf(tx: Tx, people: SQL): Promise<number> {
  const [row] = await tx.execute<{ n: string }>(sql`select count(*) as n from (${people}) p`);
  return Number(row?.n);
}
