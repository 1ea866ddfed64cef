import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { publicId } from "@/contracts/ids";
import type { Topic, TopicUse } from "@/contracts/topics";
import { consentState, topics } from "@/drizzle/schema/consent";
import { defineQuery } from "@/server/platform/command";
import { openTopics, toTopic, usesOfTopics } from "../topics";

export type ListedTopic = Topic & { granted: number; denied: number; pending: number; uses: TopicUse[] };

/** Every topic in its order, archived ones last, with who said what about it and what uses it. */
export const listTopics = defineQuery({
  name: "topic.list",
  permission: "consent:read",
  input: z.object({ archived: z.boolean().default(false) }),
  async run(ctx, { archived }, tx): Promise<ListedTopic[]> {
    const rows = await tx
      .select()
      .from(topics)
      .where(and(eq(topics.workspaceNo, ctx.workspaceNo), archived ? undefined : isNull(topics.archivedAt)))
      .orderBy(sql`${topics.archivedAt} is not null`, topics.position, topics.topicNo);
    const said = await tx
      .select({ topicNo: consentState.topicNo, state: consentState.state, people: sql<number>`count(*)::int` })
      .from(consentState)
      .where(and(eq(consentState.workspaceNo, ctx.workspaceNo), gt(consentState.topicNo, 0)))
      .groupBy(consentState.topicNo, consentState.state);
    const uses = await usesOfTopics(
      tx,
      ctx.workspaceNo,
      rows.map((row) => row.id),
    );
    const people = (topicNo: number, state: string) =>
      said.find((row) => row.topicNo === topicNo && row.state === state)?.people ?? 0;
    return rows.map((row) => ({
      ...toTopic(row),
      granted: people(row.topicNo, "granted"),
      denied: people(row.topicNo, "denied"),
      pending: people(row.topicNo, "pending"),
      uses: uses.get(row.id) ?? [],
    }));
  },
});

/** The topics a campaign may belong to. */
export const listTopicChoices = defineQuery({
  name: "topic.choices",
  permission: "campaign:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ id: string; name: string }[]> {
    const rows = await openTopics(tx, ctx.workspaceNo);
    return rows.map((row) => ({ id: publicId("topic", row.id), name: row.name }));
  },
});
