import "server-only";
import { and, eq } from "drizzle-orm";
import { startImportSchema } from "@/contracts/contacts";
import { imports } from "@/drizzle/schema/imports";
import { addContactField, fieldDefinitions } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { loadImport, toImport } from "../load";
import { checkMapping } from "../rules/check-mapping";

/**
 * Freezes mapping and consent answer, makes the new fields and hands the file to the background. Granting needs
 * consent:write, new fields contact:write. A second start is CONFLICT.
 */
export const startImport = defineCommand({
  name: "import.start",
  permission: "contact:import",
  input: startImportSchema,
  async run(ctx, { importId, mapping, consent }, tx) {
    if (consent.kind === "granted") demand(ctx, "consent:write");
    if (consent.kind === "granted" && consent.agreedAt && consent.agreedAt > ctx.now.toISOString().slice(0, 10))
      throw new AppError("VALIDATION_ERROR", "consent.agreedAt: This day is in the future.", {
        field: "consent.agreedAt",
        reason: "future",
      });
    const record = await loadImport(tx, ctx.workspaceNo, importId, true);
    if (record.status !== "uploaded")
      throw new AppError("CONFLICT", "This import was already started.", { status: record.status });
    const fault = checkMapping(mapping, await fieldDefinitions(tx, ctx.workspaceNo), record.columns.length);
    if (fault)
      throw new AppError("VALIDATION_ERROR", `${fault.path}: ${fault.reason}`, {
        field: fault.path,
        reason: fault.reason,
      });
    for (const target of mapping.columns) {
      if (target.to !== "new_field") continue;
      demand(ctx, "contact:write");
      await addContactField(tx, ctx.workspaceNo, { key: target.key, label: target.label, type: target.type }, ctx.now);
    }
    const [row] = await tx
      .update(imports)
      .set({ mapping, consent, status: "queued" })
      .where(and(eq(imports.workspaceNo, ctx.workspaceNo), eq(imports.importNo, record.importNo)))
      .returning();
    return {
      result: toImport(row ?? record),
      audit: {
        action: "import.start",
        entityType: "import",
        entityId: record.id,
        changes: { consent, collision: mapping.collision },
      },
      events: [{ name: "import.requested", data: { workspaceNo: ctx.workspaceNo, importNo: record.importNo } }],
    };
  },
});
