import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import {
  type Import,
  type ImportColumn,
  type ImportForecast,
  type ImportMapping,
  importMappingSchema,
  type MatchKey,
} from "@/contracts/imports";
import { fieldDefinitions } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { analyseFile } from "../analyse";
import { type FileRecord, readRecords } from "../files";
import { checkList, type ImportRecord, loadImport, refuse, toImport } from "../load";
import { recallMapping } from "../mappings";
import { checkMapping } from "../rules/check-mapping";
import { makeConverter } from "../rules/convert-row";
import { type PreparedRow, prepareBatch } from "../rules/prepare-batch";
import { recalledMapping } from "../rules/recall-mapping";
import { SeenKeys } from "../rules/seen-keys";

export const FORECAST_ROWS = 10_000;

export type ImportPreview = {
  import: Import;
  columns: ImportColumn[];
  suggestion: ImportMapping;
  /** The suggestion is how a file with these headings was mapped last. */
  isRemembered: boolean;
};

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
    const headings = columns.map((column) => column.name);
    const earlier = await recallMapping(tx, ctx.workspaceNo, headings);
    const suggestion = earlier ? recalledMapping(earlier, mapping, fields) : mapping;
    // What we would remember may not work any more, such as a match key whose column is mapped elsewhere now.
    const isUsable = earlier !== null && checkMapping(suggestion, fields, headings.length) === null;
    return {
      import: toImport(record, ctx.now),
      columns,
      suggestion: isUsable ? suggestion : mapping,
      isRemembered: isUsable,
    };
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
    if (fault) throw refuse(fault.path, fault.reason);
    await checkList(tx, ctx.workspaceNo, mapping);
    const convert = makeConverter(mapping, headings, new Map(fields.map((f) => [f.key, f.type])));
    const batch = prepareBatch(records, convert, new SeenKeys(), mapping.matchBy);
    const known = await matchRows(tx, ctx.workspaceNo, batch.rows, mapping.matchBy);
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

const FOUND: Record<MatchKey, string> = {
  any: "coalesce(x.contact_no, e.contact_no)",
  email: "e.contact_no",
  external_id: "x.contact_no",
  phone: "p.contact_no",
};

/** How many of these people exist, and how many said no or are suppressed. Index look-ups by address and external id. */
async function matchRows(
  tx: Tx,
  workspaceNo: number,
  rows: PreparedRow[],
  matchBy: MatchKey,
): Promise<{ people: number; optedOut: number }> {
  const keys = JSON.stringify(rows.map((row) => ({ e: row.email_key, x: row.external_id, p: row.phone })));
  const found = sql.raw(FOUND[matchBy]);
  const [counted] = await tx.execute<{ people: number; opted_out: number }>(sql`
    select count(${found})::int as people,
           count(*) filter (where cs.state = 'denied' or sp.address_key is not null)::int as opted_out
      from jsonb_to_recordset(${keys}::text::jsonb) as r(e text, x text, p text)
      left join contacts x on x.workspace_no = ${workspaceNo} and x.external_id = r.x
      left join contacts e on e.workspace_no = ${workspaceNo} and e.email_key = r.e
      left join lateral (select min(c.contact_no) as contact_no from contacts c
            where ${matchBy === "phone"}::boolean and c.workspace_no = ${workspaceNo} and c.phone = r.p) p on true
      left join consent_state cs on cs.workspace_no = ${workspaceNo} and cs.channel = 'email' and cs.topic_no = 0
            and cs.contact_no = ${found}
      left join suppressions sp on sp.workspace_no = ${workspaceNo} and sp.channel = 'email' and sp.address_key = r.e`);
  return { people: counted?.people ?? 0, optedOut: counted?.opted_out ?? 0 };
}
