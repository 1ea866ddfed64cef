import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { loadDocument, loadTemplate } from "../load";
import { toTemplate } from "../record";
import { insertTemplate } from "../store";

/** A new template from the current version of another one. */
export const duplicateTemplate = defineCommand({
  name: "template.duplicate",
  permission: "content:write",
  input: z.object({ id: idOf("template"), name: z.string().trim().min(1).max(120).optional() }),
  async run(ctx, { id, name }, tx) {
    const source = await loadTemplate(tx, ctx.workspaceNo, id);
    const document = await loadDocument(tx, source);
    const row = await insertTemplate(tx, ctx, {
      name: name ?? `${source.name.slice(0, 113)} (copy)`,
      document,
      topicId: source.topicId,
    });
    return {
      result: toTemplate(row, document),
      audit: { action: "template.duplicate", entityType: "template", entityId: row.id, changes: { from: source.id } },
      events: [],
    };
  },
});
