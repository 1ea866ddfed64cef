import "server-only";
import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { EMPTY_UNDO_COUNTS } from "@/contracts/imports";
import { importContacts, imports } from "@/drizzle/schema/imports";
import { defineCommand } from "@/server/platform/command";
import { demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { loadImport, toImport, undoableUntil } from "../load";

/**
 * Takes an import back within 24 hours, in the background: who it created and nothing else happened to is removed, what
 * it changed and nobody changed since is as before, its yeses are answered in the ledger. Also goes on with one that
 * stopped.
 */
export const undoImport = defineCommand({
  name: "import.undo",
  permission: "contact:import",
  input: z.object({ importId: idOf("import") }),
  async run(ctx, { importId }, tx) {
    demand(ctx, "contact:write");
    demand(ctx, "contact:delete");
    const record = await loadImport(tx, ctx.workspaceNo, importId, true);
    if (!undoableUntil(record, ctx.now))
      throw new AppError(
        "CONFLICT",
        record.undo
          ? "This import is taken back already, or just about to be."
          : "An import can be undone for 24 hours after it ended.",
        { status: record.status },
      );
    const [counted] = await tx
      .select({ people: count() })
      .from(importContacts)
      .where(and(eq(importContacts.workspaceNo, ctx.workspaceNo), eq(importContacts.importNo, record.importNo)));
    const fresh = {
      people: counted?.people ?? 0,
      counts: EMPTY_UNDO_COUNTS,
      cursorNo: 0,
      createdAt: ctx.now.toISOString(),
      finishedAt: null,
    };
    const [row] = await tx
      .update(imports)
      .set({ undo: { ...(record.undo ?? fresh), status: "queued", problem: null } })
      .where(and(eq(imports.workspaceNo, ctx.workspaceNo), eq(imports.importNo, record.importNo)))
      .returning();
    return {
      result: toImport(row ?? record, ctx.now),
      audit: {
        action: "import.request-undo",
        entityType: "import",
        entityId: record.id,
        changes: { people: fresh.people },
      },
      events: [{ name: "import.undo-requested", data: { workspaceNo: ctx.workspaceNo, importNo: record.importNo } }],
    };
  },
});
