import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import type { Export } from "@/contracts/people";
import { exports } from "@/drizzle/schema/people";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadExport, toExport } from "../exports";

export const getExport = defineQuery({
  name: "export.get",
  permission: "contact:export",
  input: z.object({ id: idOf("export") }),
  async run(ctx, { id }, tx): Promise<Export> {
    return toExport(await loadExport(tx, ctx.workspaceNo, id));
  },
});

/** Newest first. */
export const listExports = defineQuery({
  name: "export.list",
  permission: "contact:export",
  input: pageInput,
  async run(ctx, { limit, cursor }, tx): Promise<Page<Export>> {
    const after = decodeCursor(cursor, z.tuple([z.number()]));
    const rows = await tx
      .select()
      .from(exports)
      .where(and(eq(exports.workspaceNo, ctx.workspaceNo), after ? lt(exports.exportNo, after[0]) : undefined))
      .orderBy(desc(exports.exportNo))
      .limit(limit + 1);
    return toPage(rows, limit, (row) => [row.exportNo], toExport);
  },
});
