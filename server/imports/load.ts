import "server-only";
import { and, eq } from "drizzle-orm";
import type { AttributeType, Import, ImportConsent, ImportMapping } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import { imports } from "@/drizzle/schema/imports";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

export type ImportRecord = typeof imports.$inferSelect;

/** An import by its uuid; NOT_FOUND for another tenant's as for none. `forUpdate` when its state is about to change. */
export async function loadImport(tx: Tx, workspaceNo: number, id: string, forUpdate = false): Promise<ImportRecord> {
  const query = tx
    .select()
    .from(imports)
    .where(and(eq(imports.workspaceNo, workspaceNo), eq(imports.id, id)));
  const [row] = forUpdate ? await query.for("update") : await query;
  if (!row) throw notFound("import");
  return row;
}

/** An import that may run: both choices are made. */
export type ImportJob = {
  record: ImportRecord;
  mapping: ImportMapping;
  consent: ImportConsent;
  /** What values are read as; a batch whose fields have changed since is read again. */
  types: ReadonlyMap<string, AttributeType>;
};

/** How an import is named in the consent ledger. */
export const evidenceOf = (record: ImportRecord, consent: Extract<ImportConsent, { kind: "granted" }>): string =>
  [
    `${publicId("import", record.id)} (${record.fileName}): ${consent.source}`,
    consent.agreedAt && `agreed ${consent.agreedAt}`,
  ]
    .filter(Boolean)
    .join("; ");

export const toImport = (row: ImportRecord): Import => ({
  id: publicId("import", row.id),
  fileName: row.fileName,
  byteSize: row.byteSize,
  bytesDone: row.bytesDone,
  rowsDone: row.rowsDone,
  status: row.status,
  counts: row.counts,
  columns: row.columns,
  mapping: row.mapping,
  consent: row.consent,
  problem: row.problem,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
});
