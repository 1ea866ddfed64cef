import "server-only";
import { templateInputSchema } from "@/contracts/content";
import { defineCommand } from "@/server/platform/command";
import { toTemplate } from "../record";
import { insertTemplate } from "../store";

/** Keeps an e-mail for reuse. It may be unfinished: what a launch demands is checked at the launch. */
export const createTemplate = defineCommand({
  name: "template.create",
  permission: "content:write",
  input: templateInputSchema,
  async run(ctx, input, tx) {
    const row = await insertTemplate(tx, ctx, input);
    return {
      result: toTemplate(row, input.document),
      audit: { action: "template.create", entityType: "template", entityId: row.id, changes: { name: row.name } },
      events: [],
    };
  },
});
