import "server-only";
import { and, asc, desc, eq, gt, lt, or } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import type { Import, ImportProblem } from "@/contracts/imports";
import { importProblems, imports } from "@/drizzle/schema/imports";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadImport, toImport } from "../load";

/** Progress and counts as committed with the last batch. */
export const getImport = defineQuery({
  name: "import.get",
  permission: "contact:import",
  input: z.object({ importId: idOf("import") }),
  async run(ctx, { importId }, tx): Promise<Import> {
    return toImport(await loadImport(tx, ctx.workspaceNo, importId), ctx.now);
  },
});

export const listImports = defineQuery({
  name: "import.list",
  permission: "contact:import",
  input: pageInput,
  async run(ctx, { limit, cursor }, tx): Promise<Page<Import>> {
    const after = decodeCursor(cursor, z.tuple([z.number()]));
    const rows = await tx
      .select()
      .from(imports)
      .where(and(eq(imports.workspaceNo, ctx.workspaceNo), after ? lt(imports.importNo, after[0]) : undefined))
      .orderBy(desc(imports.importNo))
      .limit(limit + 1);
    return toPage(
      rows,
      limit,
      (row) => [row.importNo],
      (row) => toImport(row, ctx.now),
    );
  },
});

/** Rows that were not imported, in the order of the file, each with what is wrong and how to mend it. */
export const listImportProblems = defineQuery({
  name: "import.problems",
  permission: "contact:import",
  input: pageInput.extend({ importId: idOf("import") }),
  async run(ctx, { importId, limit, cursor }, tx): Promise<Page<ImportProblem>> {
    const { importNo } = await loadImport(tx, ctx.workspaceNo, importId);
    const after = decodeCursor(cursor, z.tuple([z.number(), z.string()]));
    const rows = await tx
      .select()
      .from(importProblems)
      .where(
        and(
          eq(importProblems.workspaceNo, ctx.workspaceNo),
          eq(importProblems.importNo, importNo),
          after
            ? or(
                gt(importProblems.line, after[0]),
                and(eq(importProblems.line, after[0]), gt(importProblems.code, after[1])),
              )
            : undefined,
        ),
      )
      .orderBy(asc(importProblems.line), asc(importProblems.code))
      .limit(limit + 1);
    return toPage(
      rows,
      limit,
      (row) => [row.line, row.code],
      ({ line, column, code, problem, fix }) => ({ line, column, code, problem, fix }),
    );
  },
});
