import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import { templates } from "@/drizzle/schema/content";
import { registerTopicUses } from "@/server/consent";

/** Templates hold on to their topic, archived ones too: they may come back. */
registerTopicUses("content", async (tx, workspaceNo, topicIds) => {
  const rows = await tx
    .select({ id: templates.id, name: templates.name, topicId: templates.topicId })
    .from(templates)
    .where(and(eq(templates.workspaceNo, workspaceNo), inArray(templates.topicId, [...topicIds])));
  return rows.flatMap(({ id, name, topicId }) =>
    topicId ? [{ type: "template" as const, id: publicId("template", id), name, topicId }] : [],
  );
});
