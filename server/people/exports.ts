import "server-only";
import { and, eq } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import type { Export } from "@/contracts/people";
import { exports } from "@/drizzle/schema/people";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

export type ExportRecord = typeof exports.$inferSelect;

/** An export by its uuid; NOT_FOUND for another tenant's as for none. */
export async function loadExport(tx: Tx, workspaceNo: number, id: string): Promise<ExportRecord> {
  const [row] = await tx
    .select()
    .from(exports)
    .where(and(eq(exports.workspaceNo, workspaceNo), eq(exports.id, id)));
  if (!row) throw notFound("export");
  return row;
}

export const toExport = (row: ExportRecord): Export => ({
  id: publicId("export", row.id),
  format: row.format,
  fileName: row.fileName,
  columns: row.columns,
  options: row.options,
  status: row.status,
  people: row.people,
  rows: row.rows,
  byteSize: row.byteSize,
  problem: row.problem,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
});
