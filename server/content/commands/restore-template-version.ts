import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { loadDocument, loadTemplate } from "../load";
import { toTemplate } from "../record";
import { appendVersion } from "../store";

/** Copies an old version to the top; nothing in between is lost. */
export const restoreTemplateVersion = defineCommand({
  name: "template.restore-version",
  permission: "content:write",
  input: z.object({ id: idOf("template"), version: z.coerce.number().int().min(1) }),
  async run(ctx, { id, version }, tx) {
    const row = await loadTemplate(tx, ctx.workspaceNo, id);
    const document = await loadDocument(tx, row, version);
    const saved = await appendVersion(tx, ctx, row, {
      document,
      expectedVersion: row.currentVersion,
      note: `Restored from version ${version}`,
    });
    return {
      result: toTemplate(saved, document),
      audit: {
        action: "template.restore-version",
        entityType: "template",
        entityId: row.id,
        changes: { restored: version, version: saved.currentVersion },
      },
      events: [],
    };
  },
});
