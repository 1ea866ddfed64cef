import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineQuery } from "@/server/platform/command";
import { loadDocument, loadTemplate } from "../load";
import { toTemplate } from "../record";

/** A template with its current document, or with an older one when `version` is given. */
export const getTemplate = defineQuery({
  name: "template.get",
  permission: "content:read",
  input: z.object({ id: idOf("template"), version: z.coerce.number().int().min(1).optional() }),
  async run(ctx, { id, version }, tx) {
    const row = await loadTemplate(tx, ctx.workspaceNo, id);
    const template = toTemplate(row, await loadDocument(tx, row, version));
    return version === undefined ? template : { ...template, version };
  },
});
