import "server-only";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { EDITABLE_STATUSES } from "@/contracts/campaigns";
import { publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { registerTopicUses } from "@/server/consent";
import { registerSegmentDependents } from "@/server/segments";

/** Drafts and scheduled campaigns hold on to the segments they name; what was launched has frozen its own copy. */
registerSegmentDependents("campaigns", async (tx, workspaceNo, segmentIds) => {
  const named = sql`jsonb_array_elements_text((${campaigns.audience} -> 'include') || (${campaigns.audience} -> 'exclude'))`;
  const rows = await tx
    .select({ id: campaigns.id, name: campaigns.name, status: campaigns.status, segmentId: sql<string>`named.id` })
    .from(campaigns)
    .innerJoin(sql`lateral (select ${named} as id) named`, sql`true`)
    .where(
      and(
        eq(campaigns.workspaceNo, workspaceNo),
        ne(campaigns.status, "archived"),
        inArray(sql`named.id`, [...segmentIds]),
      ),
    );
  return rows.map((row) => ({
    type: "campaign" as const,
    id: publicId("campaign", row.id),
    name: row.name,
    status: row.status,
    segmentId: row.segmentId,
    blocks: EDITABLE_STATUSES.includes(row.status),
  }));
});

/** Every campaign that names a topic, also sent ones: their messages unsubscribe from it for ever. */
registerTopicUses("campaigns", async (tx, workspaceNo, topicIds) => {
  const topicId = sql<string>`${campaigns.content} ->> 'topicId'`;
  const rows = await tx
    .select({ id: campaigns.id, name: campaigns.name, topicId })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceNo, workspaceNo), inArray(topicId, [...topicIds])));
  return rows.map((row) => ({
    type: "campaign" as const,
    id: publicId("campaign", row.id),
    name: row.name,
    topicId: row.topicId,
  }));
});
