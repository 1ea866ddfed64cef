import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { templates } from "@/drizzle/schema/content";
import { defineCommand } from "@/server/platform/command";
import { loadDocument, loadTemplate } from "../load";
import { toTemplate } from "../record";

/** Takes a template out of the lists or brings it back. Campaigns have copies, so nothing that is sent changes. */
export const archiveTemplate = defineCommand({
  name: "template.archive",
  permission: "content:write",
  input: z.object({ id: idOf("template"), isArchived: z.boolean().default(true) }),
  async run(ctx, { id, isArchived }, tx) {
    const row = await loadTemplate(tx, ctx.workspaceNo, id);
    const archivedAt = isArchived ? (row.archivedAt ?? ctx.now) : null;
    await tx
      .update(templates)
      .set({ archivedAt })
      .where(and(eq(templates.workspaceNo, ctx.workspaceNo), eq(templates.templateNo, row.templateNo)));
    return {
      result: toTemplate({ ...row, archivedAt }, await loadDocument(tx, row)),
      audit: {
        action: isArchived ? "template.archive" : "template.unarchive",
        entityType: "template",
        entityId: row.id,
      },
      events: [],
    };
  },
});
