import "server-only";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { EDITABLE_STATUSES } from "@/contracts/campaigns";
import { parsePublicId, publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { registerTopicUses } from "@/server/consent";
import { registerSegmentDependents } from "@/server/segments";

/** Public ids in the rows of an audience's own rule, each as often as it is named. */
const namedInRule = (kind: "segment" | "consent", part: "segment" | "topic") =>
  sql`select v #>> '{}' from jsonb_path_query(${campaigns.audience}, ${`$.condition.** ? (@.kind == "${kind}").${part}`}::jsonpath) v`;

/**
 * Drafts and scheduled campaigns hold on to the segments they name, as a whole or inside a rule of their own; what was
 * launched has frozen its own copy.
 */
registerSegmentDependents("campaigns", async (tx, workspaceNo, segmentIds) => {
  const asWhole = sql`select jsonb_array_elements_text((${campaigns.audience} -> 'include') || (${campaigns.audience} -> 'exclude'))`;
  const rows = await tx
    .selectDistinct({ id: campaigns.id, name: campaigns.name, status: campaigns.status, named: sql<string>`named.id` })
    .from(campaigns)
    .innerJoin(sql`lateral (${asWhole} union ${namedInRule("segment", "segment")}) named(id)`, sql`true`)
    .where(
      and(
        eq(campaigns.workspaceNo, workspaceNo),
        ne(campaigns.status, "archived"),
        inArray(sql`named.id`, [...segmentIds, ...segmentIds.map((id) => publicId("segment", id))]),
      ),
    )
    .orderBy(campaigns.name);
  const found = rows.map((row) => ({
    type: "campaign" as const,
    id: publicId("campaign", row.id),
    name: row.name,
    status: row.status,
    segmentId: parsePublicId("segment", row.named) ?? row.named,
    blocks: EDITABLE_STATUSES.includes(row.status),
  }));
  // A campaign that names one both ways holds on to it once.
  return [...new Map(found.map((one) => [`${one.id} ${one.segmentId}`, one])).values()];
});

/**
 * Every campaign of a topic, also sent ones: their messages unsubscribe from it for ever. And drafts and scheduled ones
 * whose own rule asks about it.
 */
registerTopicUses("campaigns", async (tx, workspaceNo, topicIds) => {
  const ofTopic = sql<string>`${campaigns.content} ->> 'topicId'`;
  const rows = await tx
    .select({ id: campaigns.id, name: campaigns.name, topicId: ofTopic })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceNo, workspaceNo), inArray(ofTopic, [...topicIds])));
  const asking = await tx
    .selectDistinct({ id: campaigns.id, name: campaigns.name, topicId: sql<string>`named.id` })
    .from(campaigns)
    .innerJoin(sql`lateral (${namedInRule("consent", "topic")}) named(id)`, sql`true`)
    .where(
      and(
        eq(campaigns.workspaceNo, workspaceNo),
        inArray(campaigns.status, [...EDITABLE_STATUSES]),
        inArray(
          sql`named.id`,
          topicIds.map((id) => publicId("topic", id)),
        ),
      ),
    );
  const found = [...rows, ...asking].map((row) => ({
    type: "campaign" as const,
    id: publicId("campaign", row.id),
    name: row.name,
    topicId: parsePublicId("topic", row.topicId) ?? row.topicId,
  }));
  return [...new Map(found.map((one) => [`${one.id} ${one.topicId}`, one])).values()];
});
