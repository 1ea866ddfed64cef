import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { loadDocument, lockTemplate } from "../load";
import { toTemplate } from "../record";
import { moveTemplate } from "../reviews";
import { statusOf } from "../rules/lifecycle";

/** Takes a template out of the lists or brings it back. Campaigns have copies, so nothing that is sent changes. */
export const archiveTemplate = defineCommand({
  name: "template.archive",
  permission: "content:write",
  input: z.object({ id: idOf("template"), isArchived: z.boolean().default(true) }),
  async run(ctx, { id, isArchived }, tx) {
    const row = await lockTemplate(tx, ctx.workspaceNo, id);
    const isThere = (row.status === "archived") === isArchived;
    const moved = isThere
      ? row
      : await moveTemplate(tx, ctx, row, {
          to: isArchived ? "archived" : statusOf(row),
          expectedVersion: row.currentVersion,
          verb: isArchived ? "archived" : "brought back",
          archivedAt: isArchived ? ctx.now : null,
        });
    return {
      result: toTemplate(moved, await loadDocument(tx, moved)),
      audit: {
        action: isArchived ? "template.archive" : "template.unarchive",
        entityType: "template",
        entityId: row.id,
      },
      events: [],
    };
  },
});
