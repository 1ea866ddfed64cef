import "server-only";
import { and, count, eq, inArray, sql } from "drizzle-orm";
import { maskEmail } from "@/contracts/addresses";
import type { ContactAttributes } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import { EXPORT_DAYS } from "@/contracts/people";
import { exports } from "@/drizzle/schema/people";
import { consentStates } from "@/server/consent";
import { fieldDefinitions, tagsOfContacts } from "@/server/contacts";
import { writeAudit } from "@/server/platform/audit";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, pipelineDb, type Tx } from "@/server/platform/db";
import { newStorageKey, openWriter, removeExportFile } from "../export-files";
import type { ExportRecord } from "../exports";
import { c, selected } from "../matching";
import { type ExportColumn, exportColumns } from "../rules/export-columns";
import { recipientColumns } from "../rules/recipient-columns";
import type { CellValue } from "../rules/to-cell";
import { openRecipients } from "../write-recipients";

const BATCH = 5_000;
type Attempt = ExportRecord & { storageKey: string };

/**
 * Writes the file of an export from one snapshot of the contacts, read through a cursor: memory does not grow with the
 * number of people, and the file holds exactly those who were there when it began. Safe to start again: every attempt
 * has a file of its own, and only the latest one can finish.
 */
export async function runExport(ctx: Ctx, exportNo: number): Promise<"done" | "stopped"> {
  const attempt = await beginAttempt(ctx, exportNo);
  if (!attempt) return "stopped";
  try {
    const written = await pipelineDb().transaction((tx) => writeFile(tx, ctx, attempt), {
      isolationLevel: "repeatable read",
      accessMode: "read only",
    });
    if (written && (await finish(ctx, attempt, written))) return "done";
    await removeExportFile(attempt.storageKey);
    return "stopped";
  } catch (error) {
    await removeExportFile(attempt.storageKey);
    throw error;
  }
}

async function beginAttempt(ctx: Ctx, exportNo: number): Promise<Attempt | null> {
  const storageKey = newStorageKey();
  const [before, after] = await inPipeline(async (tx) => {
    const here = and(eq(exports.workspaceNo, ctx.workspaceNo), eq(exports.exportNo, exportNo));
    const [found] = await tx.select().from(exports).where(here).for("update");
    if (!found || !["queued", "running"].includes(found.status)) return [null, null] as const;
    await tx.update(exports).set({ status: "running", storageKey, rows: 0, people: null }).where(here);
    return [found.storageKey, { ...found, storageKey }] as const;
  });
  if (before) await removeExportFile(before);
  return after;
}

/** Of this attempt only: another one that began since has another key. */
const attemptOf = (attempt: Attempt) =>
  and(
    eq(exports.workspaceNo, attempt.workspaceNo),
    eq(exports.exportNo, attempt.exportNo),
    eq(exports.storageKey, attempt.storageKey),
    eq(exports.status, "running"),
  );

/** Writes progress; false when the export was cancelled or another attempt took over. */
async function note(attempt: Attempt, progress: { rows?: number; people?: number }): Promise<boolean> {
  const rows = await inPipeline((tx) =>
    tx.update(exports).set(progress).where(attemptOf(attempt)).returning({ no: exports.exportNo }),
  );
  return rows.length === 1;
}

type Written = { rows: number; byteSize: number };

/** An open cursor called `people`, and how its rows become lines. */
type Source = {
  people: number;
  columns: ExportColumn[];
  linesOf(batch: never[]): Promise<CellValue[][]> | CellValue[][];
};

async function writeFile(tx: Tx, ctx: Ctx, attempt: Attempt): Promise<Written | null> {
  const source = await openSource(tx, ctx, attempt);
  if (!(await note(attempt, { people: source.people }))) return null;
  const writer = await openWriter(attempt.storageKey, attempt.format, source.columns, attempt.options);
  let rows = 0;
  for (;;) {
    const batch = [...(await tx.execute(sql.raw(`fetch ${BATCH} from people`)))] as never[];
    if (batch.length === 0) break;
    await writer.write(await source.linesOf(batch));
    rows += batch.length;
    if (!(await note(attempt, { rows }))) {
      await writer.close();
      return null;
    }
  }
  return { rows, ...(await writer.close()) };
}

async function openSource(tx: Tx, ctx: Ctx, attempt: Attempt): Promise<Source> {
  if (attempt.selection.kind === "recipients")
    return { columns: recipientColumns(), ...(await openRecipients(tx, attempt, attempt.selection)) };
  const known = new Map(
    exportColumns(await fieldDefinitions(tx, ctx.workspaceNo)).map((column) => [column.id, column]),
  );
  // A field archived since the export was asked for is left out.
  const columns = attempt.columns.flatMap((id) => known.get(id) ?? []);
  const where = await selected(tx, { ...ctx, now: attempt.createdAt }, attempt.selection);
  const [counted] = await tx.select({ people: count() }).from(c).where(where);
  await tx.execute(sql`
    declare people no scroll cursor for
    select c.contact_no::float8 as contact_no, c.id, c.external_id, c.email, c.phone, c.first_name, c.last_name, c.time_zone, c.locale, c.attributes,
           ${iso("created_at")}, ${iso("last_active_at")}
      from contacts "c" where ${where} order by c.contact_no`);
  return {
    people: counted?.people ?? 0,
    columns,
    linesOf: (batch: Fetched[]) => cellsOf(tx, ctx, attempt, columns, batch),
  };
}

const iso = (column: string) =>
  sql.raw(`to_char(c.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`);

type Fetched = {
  contact_no: number;
  id: string;
  external_id: string | null;
  email: string | null;
  phone: string | null;
  first_name: string | null;
  last_name: string | null;
  time_zone: string | null;
  locale: string | null;
  attributes: ContactAttributes;
  created_at: string;
  last_active_at: string | null;
};

async function cellsOf(
  tx: Tx,
  ctx: Ctx,
  attempt: Attempt,
  columns: readonly ExportColumn[],
  batch: readonly Fetched[],
): Promise<CellValue[][]> {
  const numbers = batch.map((row) => row.contact_no);
  const has = (id: string) => columns.some((column) => column.id === id);
  const tags = has("tags") ? await tagsOfContacts(tx, ctx.workspaceNo, numbers) : new Map();
  const consent = has("email_consent") ? await consentStates(tx, ctx.workspaceNo, "email", numbers) : new Map();
  const hides = attempt.seesPii !== 1;
  const cellOf = (row: Fetched, { id, field }: ExportColumn): CellValue => {
    if (id === "id") return publicId("contact", row.id);
    if (id === "tags") return (tags.get(row.contact_no) ?? []).map((tag: { name: string }) => tag.name).join(", ");
    if (id === "email_consent") return consent.get(row.contact_no) ?? "none";
    if (field && !field.isStandard) return fitting(row.attributes[field.key], field.type);
    if (id === "email" && hides) return row.email && maskEmail(row.email);
    if (id === "phone" && hides) return row.phone && "••••";
    return isStandard(id) ? row[id] : null;
  };
  return batch.map((row) => columns.map((column) => cellOf(row, column)));
}

const STANDARD = [
  "external_id",
  "email",
  "phone",
  "first_name",
  "last_name",
  "time_zone",
  "locale",
  "created_at",
  "last_active_at",
] as const;
const isStandard = (id: string): id is (typeof STANDARD)[number] => STANDARD.some((key) => key === id);

const JS_TYPES = { text: "string", date: "string", number: "number", boolean: "boolean" } as const;
/** Values from before a field got its type are left out, as conditions leave them out. */
const fitting = (value: string | number | boolean | undefined, type: keyof typeof JS_TYPES): CellValue =>
  value !== undefined && typeof value === JS_TYPES[type] ? value : null;

async function finish(ctx: Ctx, attempt: Attempt, { rows, byteSize }: Written): Promise<boolean> {
  const now = new Date();
  return inPipeline(async (tx) => {
    const done = await tx
      .update(exports)
      .set({
        status: "done",
        rows,
        people: rows,
        byteSize,
        finishedAt: now,
        expiresAt: new Date(now.getTime() + EXPORT_DAYS * 86_400_000),
      })
      .where(attemptOf(attempt))
      .returning({ id: exports.id });
    if (done.length === 0) return false;
    await writeAudit(tx, ctx, [
      { action: "export.complete", entityType: "export", entityId: attempt.id, changes: { rows, byteSize } },
    ]);
    return true;
  });
}

/** After the last retry. */
export async function failExport(ctx: Ctx, exportNo: number, problem: string): Promise<void> {
  await inPipeline((tx) =>
    tx
      .update(exports)
      .set({ status: "failed", problem: problem.slice(0, 500), finishedAt: ctx.now })
      .where(
        and(
          eq(exports.workspaceNo, ctx.workspaceNo),
          eq(exports.exportNo, exportNo),
          inArray(exports.status, ["queued", "running"]),
        ),
      ),
  );
}
