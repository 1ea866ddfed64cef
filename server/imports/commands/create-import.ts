import "server-only";
import { z } from "zod";
import { EMPTY_IMPORT_COUNTS } from "@/contracts/imports";
import { imports } from "@/drizzle/schema/imports";
import { fieldDefinitions } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { analyseFile } from "../analyse";
import { toImport } from "../load";
import { shownName } from "../rules/shown-name";

/** Registers a file that `saveUpload` has written. Nothing is imported before `startImport`. */
export const createImport = defineCommand({
  name: "import.create",
  permission: "contact:import",
  input: z.object({
    storageKey: z.string().regex(/^[A-Za-z0-9_-]{24}$/),
    fileName: z.string().trim().min(1).max(255),
    byteSize: z.number().int().positive(),
  }),
  async run(ctx, input, tx) {
    const { columns } = await analyseFile(input.storageKey, await fieldDefinitions(tx, ctx.workspaceNo));
    const [row] = await tx
      .insert(imports)
      .values({
        ...input,
        fileName: shownName(input.fileName),
        workspaceNo: ctx.workspaceNo,
        importNo: await takeNumbers(tx, ctx.workspaceNo, "import"),
        id: uuidv7(ctx.now),
        status: "uploaded",
        columns: columns.map((column) => column.name),
        counts: EMPTY_IMPORT_COUNTS,
        createdBy: actorId(ctx.actor),
        createdAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("insert returned no import");
    return {
      result: toImport(row, ctx.now),
      audit: { action: "import.upload", entityType: "import", entityId: row.id, changes: { byteSize: input.byteSize } },
      events: [],
    };
  },
});
