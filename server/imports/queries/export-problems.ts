import "server-only";
import { and, asc, eq, gt, or } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { importProblems } from "@/drizzle/schema/imports";
import { defineQuery } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import { loadImport } from "../load";
import { toCsvLine } from "../rules/to-csv";

const PAGE = 1_000;
type Position = [line: number, code: string];

const readPage = defineQuery({
  name: "import.export-problems",
  permission: "contact:import",
  input: z.object({ importId: idOf("import"), after: z.tuple([z.number(), z.string()]).nullable() }),
  async run(ctx, { importId, after }, tx) {
    const record = await loadImport(tx, ctx.workspaceNo, importId);
    const rows = await tx
      .select()
      .from(importProblems)
      .where(
        and(
          eq(importProblems.workspaceNo, ctx.workspaceNo),
          eq(importProblems.importNo, record.importNo),
          after
            ? or(
                gt(importProblems.line, after[0]),
                and(eq(importProblems.line, after[0]), gt(importProblems.code, after[1])),
              )
            : undefined,
        ),
      )
      .orderBy(asc(importProblems.line), asc(importProblems.code))
      .limit(PAGE);
    return { columns: record.columns, rows };
  },
});

/**
 * The rows that were not imported as CSV for a spreadsheet: the file's own columns, then `_row,_code,_problem,_fix`.
 * Mended, it can be uploaded as it is; the extra columns are ignored. Read page by page, so memory stays flat.
 */
export async function* exportProblems(ctx: Ctx, importId: string): AsyncGenerator<string> {
  let after: Position | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(ctx, { importId, after });
    const { columns, rows } = page;
    if (after === null) yield `\ufeff${toCsvLine([...columns, "_row", "_code", "_problem", "_fix"])}`;
    for (const { row, line, code, problem, fix, column } of rows) {
      const cells = columns.map((_, i) => row?.[i] ?? "");
      yield toCsvLine([...cells, String(line), code, column ? `${column}: ${problem}` : problem, fix]);
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = [last.line, last.code];
  }
}
