import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { topicInputSchema, topicUpdateSchema } from "@/contracts/topics";
import { consentLedger, topics } from "@/drizzle/schema/consent";
import { lockAddresses } from "@/server/contacts";
import { defineCommand, none } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { loadTopic, type TopicRow, toTopic, usesOfTopics } from "../topics";

const MAX_TOPICS = 200;

/** Adds a topic at the end of the list. */
export const createTopic = defineCommand({
  name: "topic.create",
  permission: "consent:write",
  input: topicInputSchema,
  async run(ctx, input, tx) {
    const topicNo = await takeNumbers(tx, ctx.workspaceNo, "topic");
    const [known] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(topics)
      .where(eq(topics.workspaceNo, ctx.workspaceNo));
    if ((known?.count ?? 0) >= MAX_TOPICS)
      throw new AppError("CONFLICT", `A workspace has at most ${MAX_TOPICS} topics. Delete one that nothing uses.`);
    const [row] = await tx
      .insert(topics)
      .values({ ...input, workspaceNo: ctx.workspaceNo, topicNo, id: uuidv7(ctx.now), position: topicNo })
      .returning();
    if (!row) throw new Error("the insert of a topic returned nothing");
    return {
      result: toTopic(row),
      audit: {
        action: "topic.create",
        entityType: "topic",
        entityId: row.id,
        changes: { name: row.name, visibility: row.visibility, defaultIn: row.defaultIn, doubleOptIn: row.doubleOptIn },
      },
      events: [],
    };
  },
});

/** Changes a topic; in force for every permit asked afterwards, so it waits for those being handed out. */
export const updateTopic = defineCommand({
  name: "topic.update",
  permission: "consent:write",
  input: topicUpdateSchema,
  async run(ctx, { id, ...input }, tx) {
    await lockAddresses(tx, ctx.workspaceNo);
    const before = await loadTopic(tx, ctx.workspaceNo, id);
    const row = await setTopic(tx, before, { ...input, updatedAt: ctx.now });
    const changed = (["name", "description", "texts", "visibility", "defaultIn", "doubleOptIn"] as const).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(row[key]),
    );
    return {
      result: toTopic(row),
      audit: {
        action: "topic.update",
        entityType: "topic",
        entityId: row.id,
        changes: Object.fromEntries(changed.map((key) => [key, { from: before[key], to: row[key] }])),
      },
      events: [],
    };
  },
});

/** Takes a topic off the preference page and out of the composer, or puts it back; what people said is kept. */
export const archiveTopic = defineCommand({
  name: "topic.archive",
  permission: "consent:write",
  input: z.object({ id: idOf("topic"), archived: z.boolean().default(true) }),
  async run(ctx, { id, archived }, tx) {
    const before = await loadTopic(tx, ctx.workspaceNo, id);
    if ((before.archivedAt !== null) === archived)
      return { result: toTopic(before), audit: none("it was so already"), events: [] };
    const row = await setTopic(tx, before, { archivedAt: archived ? ctx.now : null, updatedAt: ctx.now });
    const action = archived ? "topic.archive" : "topic.restore";
    return { result: toTopic(row), audit: { action, entityType: "topic", entityId: row.id }, events: [] };
  },
});

/** The order in which people see them: the whole list, first to last. */
export const sortTopics = defineCommand({
  name: "topic.sort",
  permission: "consent:write",
  input: z.object({ ids: z.array(idOf("topic")).min(1).max(MAX_TOPICS) }),
  async run(ctx, { ids }, tx) {
    for (const [position, id] of ids.entries())
      await tx
        .update(topics)
        .set({ position })
        .where(and(eq(topics.workspaceNo, ctx.workspaceNo), eq(topics.id, id)));
    return {
      result: { sorted: ids.length },
      audit: { action: "topic.sort", entityType: "topic", changes: { order: ids.map((id) => publicId("topic", id)) } },
      events: [],
    };
  },
});

/** Deletes a topic nothing uses and nobody said anything about; else it names what holds on to it. */
export const deleteTopic = defineCommand({
  name: "topic.delete",
  permission: "consent:write",
  input: z.object({ id: idOf("topic") }),
  async run(ctx, { id }, tx) {
    await lockAddresses(tx, ctx.workspaceNo);
    const row = await loadTopic(tx, ctx.workspaceNo, id);
    const uses = (await usesOfTopics(tx, ctx.workspaceNo, [id])).get(id) ?? [];
    const [said] = await tx
      .select({ one: sql`1` })
      .from(consentLedger)
      .where(and(eq(consentLedger.workspaceNo, ctx.workspaceNo), eq(consentLedger.topicNo, row.topicNo)))
      .limit(1);
    if (said) uses.push({ type: "people", id: null, name: "what people said about it" });
    if (uses.length > 0)
      throw new AppError(
        "CONFLICT",
        `This topic is used by ${uses.map((use) => (use.type === "people" ? use.name : `the ${use.type} “${use.name}”`)).join(", ")}. Archive it instead.`,
        { uses },
      );
    await tx.delete(topics).where(and(eq(topics.workspaceNo, ctx.workspaceNo), eq(topics.topicNo, row.topicNo)));
    return {
      result: { deleted: true },
      audit: { action: "topic.delete", entityType: "topic", entityId: row.id, changes: { name: row.name } },
      events: [],
    };
  },
});

async function setTopic(tx: Tx, before: TopicRow, set: Partial<typeof topics.$inferInsert>): Promise<TopicRow> {
  const [row] = await tx
    .update(topics)
    .set(set)
    .where(and(eq(topics.workspaceNo, before.workspaceNo), eq(topics.topicNo, before.topicNo)))
    .returning();
  if (!row) throw notFound("topic");
  return row;
}
