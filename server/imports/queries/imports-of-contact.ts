import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/server/platform/db";

export type ContactImport = { importNo: number; id: string; fileName: string; isNew: boolean; at: Date };

/** Imports that made or changed one contact, newest first. Index: primary key of import_contacts. */
export async function importsOf(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  { after, until, limit }: { after: number | null; until: Date | null; limit: number },
): Promise<ContactImport[]> {
  type Row = { import_no: number; id: string; file_name: string; is_new: boolean; at: string };
  const rows = await tx.execute<Row>(sql`
    select t.import_no, i.id, i.file_name, t.is_new, t.at
      from import_contacts t
      join imports i on i.workspace_no = t.workspace_no and i.import_no = t.import_no
     where t.workspace_no = ${workspaceNo}::int and t.contact_no = ${contactNo}::bigint
       ${after === null ? sql`` : sql`and t.import_no < ${after}::int`}
       ${until ? sql`and t.at < ${until.toISOString()}::timestamptz` : sql``}
     order by t.import_no desc limit ${limit}::int`);
  return rows.map((row) => ({
    importNo: row.import_no,
    id: row.id,
    fileName: row.file_name,
    isNew: row.is_new,
    at: new Date(row.at),
  }));
}

export async function countImportsOf(tx: Tx, workspaceNo: number, contactNo: number): Promise<number> {
  const rows = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from import_contacts
     where workspace_no = ${workspaceNo}::int and contact_no = ${contactNo}::bigint`);
  return rows[0]?.n ?? 0;
}
