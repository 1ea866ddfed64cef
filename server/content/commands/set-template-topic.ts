import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { templates } from "@/drizzle/schema/content";
import { findTopic } from "@/server/consent";
import { defineCommand } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";
import { loadDocument, loadTemplate } from "../load";
import { toTemplate } from "../record";

/** Says what topic a template is about; null for none. Campaigns that began with it before keep what they have. */
export const setTemplateTopic = defineCommand({
  name: "template.set-topic",
  permission: "content:write",
  input: z.object({ id: idOf("template"), topicId: idOf("topic").nullable() }),
  async run(ctx, { id, topicId }, tx) {
    const row = await loadTemplate(tx, ctx.workspaceNo, id);
    if (topicId && !(await findTopic(tx, ctx.workspaceNo, topicId))) throw notFound("topic");
    await tx
      .update(templates)
      .set({ topicId })
      .where(and(eq(templates.workspaceNo, ctx.workspaceNo), eq(templates.templateNo, row.templateNo)));
    return {
      result: toTemplate({ ...row, topicId }, await loadDocument(tx, row)),
      audit: {
        action: "template.set-topic",
        entityType: "template",
        entityId: row.id,
        changes: { topicId: { from: row.topicId, to: topicId } },
      },
      events: [],
    };
  },
});
