import "server-only";
import { z } from "zod";
import { templateInputSchema } from "@/contracts/content";
import { idOf } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { loadDocument, loadTemplate } from "../load";
import { toTemplate } from "../record";
import { appendVersion } from "../store";

/**
 * Saves a new immutable version on top of `expectedVersion`; CONFLICT when that is no longer the current one. Name and
 * document are optional, what is left out stays.
 */
export const saveTemplate = defineCommand({
  name: "template.save",
  permission: "content:write",
  input: templateInputSchema
    .partial()
    .extend({ id: idOf("template"), expectedVersion: z.coerce.number().int().min(1) }),
  async run(ctx, { id, ...input }, tx) {
    const row = await loadTemplate(tx, ctx.workspaceNo, id);
    const document = input.document ?? (await loadDocument(tx, row));
    const saved = await appendVersion(tx, ctx, row, {
      ...input,
      document,
      isSame: input.document === undefined,
    });
    return {
      result: toTemplate(saved, document),
      audit: {
        action: "template.save",
        entityType: "template",
        entityId: row.id,
        changes: {
          version: saved.currentVersion,
          ...(input.name && input.name !== row.name ? { name: input.name } : {}),
        },
      },
      events: [],
    };
  },
});
