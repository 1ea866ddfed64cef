import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import {
  type Import,
  type ImportColumn,
  type ImportForecast,
  type ImportMapping,
  importMappingSchema,
} from "@/contracts/contacts";
import { idOf } from "@/contracts/ids";
import { fieldDefinitions } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { analyseFile } from "../analyse";
import { type FileRecord, readRecords } from "../files";
import { type ImportRecord, loadImport, toImport } from "../load";
import { checkMapping } from "../rules/check-mapping";
import { makeConverter } from "../rules/convert-row";
import { type PreparedRow, prepareBatch } from "../rules/prepare-batch";
import { SeenKeys } from "../rules/seen-keys";

export const FORECAST_ROWS = 10_000;

export type ImportPreview = { import: Import; columns: ImportColumn[]; suggestion: ImportMapping };

/** How the file is written, its columns with samples, and the mapping we would use. */
export const previewImport = defineQuery({
  name: "import.preview",
  permission: "contact:import",
  input: z.object({
    importId: idOf("import"),
    encoding: importMappingSchema.shape.encoding.optional(),
    delimiter: importMappingSchema.shape.delimiter.optional(),
  }),
  async run(ctx, { importId, encoding, delimiter }, tx): Promise<ImportPreview> {
    const record = await loadUnstarted(tx, ctx.workspaceNo, importId);
    const fields = await fieldDefinitions(tx, ctx.workspaceNo);
    const { mapping, columns } = await analyseFile(record.storageKey, fields, {
      ...(encoding ? { encoding } : {}),
      ...(delimiter ? { delimiter } : {}),
    });
    return { import: toImport(record), columns, suggestion: mapping };
  },
});

/** A dry run: what the first 10,000 rows would do with this mapping. Writes nothing. */
export const forecastImport = defineQuery({
  name: "import.forecast",
  permission: "contact:import",
  input: z.object({ importId: idOf("import"), mapping: importMappingSchema }),
  async run(ctx, { importId, mapping }, tx): Promise<ImportForecast> {
    const record = await loadUnstarted(tx, ctx.workspaceNo, importId);
    const fields = await fieldDefinitions(tx, ctx.workspaceNo);
    const { records, headings, isWholeFile } = await readFirst(record.storageKey, mapping);
    const fault = checkMapping(mapping, fields, headings.length);
    if (fault)
      throw new AppError("VALIDATION_ERROR", `${fault.path}: ${fault.reason}`, {
        field: fault.path,
        reason: fault.reason,
      });
    const convert = makeConverter(mapping, headings, new Map(fields.map((f) => [f.key, f.type])));
    const batch = prepareBatch(records, convert, new SeenKeys());
    const known = await matchRows(tx, ctx.workspaceNo, batch.rows);
    return {
      rows: records.length,
      isWholeFile,
      create: batch.rows.length - known.people,
      update: known.people,
      invalid: batch.invalid,
      duplicates: batch.duplicates,
      optedOut: known.optedOut,
      problems: batch.problems.slice(0, 20).map(({ row: _row, ...problem }) => problem),
    };
  },
});

async function loadUnstarted(tx: Tx, workspaceNo: number, importId: string): Promise<ImportRecord> {
  const record = await loadImport(tx, workspaceNo, importId);
  if (record.status !== "uploaded")
    throw new AppError("CONFLICT", "This import was already started.", { status: record.status });
  return record;
}

async function readFirst(
  storageKey: string,
  mapping: ImportMapping,
): Promise<{ records: FileRecord[]; headings: string[]; isWholeFile: boolean }> {
  const found: FileRecord[] = [];
  for await (const piece of readRecords(storageKey, mapping.encoding, mapping.delimiter)) {
    found.push(...piece);
    if (found.length > FORECAST_ROWS + 1) break;
  }
  const [heading, ...records] = found;
  return {
    records: records.slice(0, FORECAST_ROWS),
    headings: (heading?.values ?? []).map((name) => name.trim()),
    isWholeFile: records.length <= FORECAST_ROWS,
  };
}

/** How many of these people exist, and how many said no or are suppressed. Index look-ups by address and external id. */
async function matchRows(
  tx: Tx,
  workspaceNo: number,
  rows: PreparedRow[],
): Promise<{ people: number; optedOut: number }> {
  const keys = JSON.stringify(rows.map((row) => ({ e: row.email_key, x: row.external_id })));
  const [counted] = await tx.execute<{ people: number; opted_out: number }>(sql`
    select count(coalesce(x.contact_no, e.contact_no))::int as people,
           count(*) filter (where cs.state = 'denied' or sp.address_key is not null)::int as opted_out
      from jsonb_to_recordset(${keys}::text::jsonb) as r(e text, x text)
      left join contacts x on x.workspace_no = ${workspaceNo} and x.external_id = r.x
      left join contacts e on e.workspace_no = ${workspaceNo} and e.email_key = r.e
      left join consent_state cs on cs.workspace_no = ${workspaceNo} and cs.channel = 'email' and cs.topic_no = 0
            and cs.contact_no = coalesce(x.contact_no, e.contact_no)
      left join suppressions sp on sp.workspace_no = ${workspaceNo} and sp.channel = 'email' and sp.address_key = r.e`);
  return { people: counted?.people ?? 0, optedOut: counted?.opted_out ?? 0 };
}
