import "server-only";
import { and, eq } from "drizzle-orm";
import type { AttributeType } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import {
  EMPTY_IMPORT_COUNTS,
  IMPORT_UNDO_HOURS,
  type Import,
  type ImportConsent,
  type ImportMapping,
  type ImportStatus,
  type ImportTopicConsent,
  type ImportUndo,
} from "@/contracts/imports";
import { imports, type StoredUndo } from "@/drizzle/schema/imports";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { findList } from "@/server/segments";

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
  /** Topics of the consent answer by number, and the list everybody is put on. */
  topics: readonly { topicNo: number; proof: ImportTopicConsent }[];
  listNo: number | null;
};

/** With what every ledger row of an import begins. */
export const evidencePrefix = (record: ImportRecord): string => `${publicId("import", record.id)} (`;

/** How an import is named in the consent ledger. */
export const evidenceOf = (record: ImportRecord, proof: { source: string; agreedAt?: string | undefined }): string =>
  [`${evidencePrefix(record)}${record.fileName}): ${proof.source}`, proof.agreedAt && `agreed ${proof.agreedAt}`]
    .filter(Boolean)
    .join("; ");

const UNDOABLE: ReadonlySet<ImportStatus> = new Set(["done", "cancelled", "failed"]);

/** Until when an import can be taken back; null when it cannot. An undo that stopped may be tried again. */
export function undoableUntil(row: ImportRecord, now: Date): Date | null {
  const isOpen = row.undo === null || row.undo.status === "failed";
  if (!isOpen || row.undoForgottenAt || !row.finishedAt || !row.startedAt || !UNDOABLE.has(row.status)) return null;
  const until = new Date(row.finishedAt.getTime() + IMPORT_UNDO_HOURS * 3_600_000);
  return until > now ? until : null;
}

const toUndo = ({ status, people, counts, problem, createdAt, finishedAt }: StoredUndo): ImportUndo => ({
  status,
  people,
  counts,
  problem,
  createdAt,
  finishedAt,
});

const shownMapping = (mapping: ImportMapping): ImportMapping =>
  mapping.listId ? { ...mapping, listId: publicId("segment", mapping.listId) } : mapping;

const shownConsent = (consent: ImportConsent): ImportConsent => ({
  ...consent,
  ...(consent.topics
    ? { topics: consent.topics.map((topic) => ({ ...topic, topicId: publicId("topic", topic.topicId) })) }
    : {}),
});

export const toImport = (row: ImportRecord, now: Date): Import => ({
  id: publicId("import", row.id),
  fileName: row.fileName,
  byteSize: row.byteSize,
  bytesDone: row.bytesDone,
  rowsDone: row.rowsDone,
  status: row.status,
  counts: { ...EMPTY_IMPORT_COUNTS, ...row.counts },
  columns: row.columns,
  mapping: row.mapping && shownMapping(row.mapping),
  consent: row.consent && shownConsent(row.consent),
  problem: row.problem,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
  undoableUntil: undoableUntil(row, now)?.toISOString() ?? null,
  undo: row.undo && toUndo(row.undo),
});

export const refuse = (field: string, reason: string): AppError =>
  new AppError("VALIDATION_ERROR", `${field}: ${reason}`, { field, reason });

/** NOT_FOUND when the list is nobody's or another tenant's; only one kept by hand can be filled. */
export async function checkList(tx: Tx, workspaceNo: number, { listId }: ImportMapping): Promise<void> {
  if (!listId) return;
  const list = await findList(tx, workspaceNo, listId);
  if (!list) throw notFound("segment");
  if (!list.isStatic) throw refuse("mapping.listId", `“${list.name}” has a rule, which decides who is in it.`);
}
