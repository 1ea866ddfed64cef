import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { createExportSchema } from "@/contracts/people";
import { exports } from "@/drizzle/schema/people";
import { fieldDefinitions } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { allowed, demand } from "@/server/platform/context";
import { AppError, notFound } from "@/server/platform/errors";
import { loadExport, toExport } from "../exports";
import { insertExport } from "../insert-export";
import { selected } from "../matching";
import { exportColumns } from "../rules/export-columns";

/** Asks for a file of the people a filter or a selection means. It is written in the background and kept for 7 days. */
export const createExport = defineCommand({
  name: "export.create",
  permission: "contact:export",
  input: createExportSchema,
  async run(ctx, { selection, format, columns, options }, tx) {
    // Refuses what the caller may not filter by, before anything runs in the background.
    await selected(tx, ctx, selection);
    const known = exportColumns(await fieldDefinitions(tx, ctx.workspaceNo)).map((column) => column.id);
    const unknown = columns?.find((id) => !known.includes(id));
    if (unknown !== undefined)
      throw new AppError("VALIDATION_ERROR", `columns: There is no column “${unknown}”.`, { field: "columns", known });
    const wanted = [
      ...new Set(columns ?? known.filter((id) => id !== "email_consent" || allowed(ctx, "consent:read"))),
    ];
    if (wanted.includes("email_consent")) demand(ctx, "consent:read");
    const row = await insertExport(tx, ctx, { named: "contacts", format, selection, columns: wanted, options });
    return {
      result: toExport(row),
      audit: {
        action: "export.create",
        entityType: "export",
        entityId: row.id,
        changes: { format, columns: wanted, selection: selection.kind, spreadsheet: options.spreadsheet },
      },
      events: [{ name: "export.requested", data: { workspaceNo: ctx.workspaceNo, exportNo: row.exportNo } }],
    };
  },
});

/** Stops an export that is not ready; its file is removed by whoever writes it. */
export const cancelExport = defineCommand({
  name: "export.cancel",
  permission: "contact:export",
  input: z.object({ id: idOf("export") }),
  async run(ctx, { id }, tx) {
    const [row] = await tx
      .update(exports)
      .set({ status: "cancelled", finishedAt: ctx.now })
      .where(
        and(
          eq(exports.workspaceNo, ctx.workspaceNo),
          eq(exports.id, id),
          inArray(exports.status, ["queued", "running"]),
        ),
      )
      .returning();
    if (!row) {
      const found = await loadExport(tx, ctx.workspaceNo, id);
      throw new AppError("CONFLICT", `An export that is ${found.status} cannot be cancelled.`, {
        status: found.status,
      });
    }
    return {
      result: toExport(row),
      audit: { action: "export.cancel", entityType: "export", entityId: id },
      events: [],
    };
  },
});

/** Lets a finished file out, and writes down who took it. Addresses leave only with somebody who may see them. */
export const takeExport = defineCommand({
  name: "export.download",
  permission: "contact:export",
  input: z.object({ id: idOf("export") }),
  async run(ctx, { id }, tx) {
    const row = await loadExport(tx, ctx.workspaceNo, id);
    if (row.seesPii === 1) demand(ctx, "contact:pii");
    const isOver = row.status === "expired" || (row.expiresAt !== null && row.expiresAt <= ctx.now);
    if (isOver) throw new AppError("NOT_FOUND", "This file was deleted after 7 days. Export again.");
    if (row.status !== "done")
      throw new AppError("CONFLICT", `This export is ${row.status}; there is no file to download.`, {
        status: row.status,
      });
    if (row.storageKey === null) throw notFound("export");
    return {
      result: { fileName: row.fileName, format: row.format, storageKey: row.storageKey },
      audit: { action: "export.download", entityType: "export", entityId: id, changes: { rows: row.rows } },
      events: [],
    };
  },
});
