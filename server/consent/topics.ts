import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import type { Topic, TopicUse } from "@/contracts/topics";
import { topics } from "@/drizzle/schema/consent";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

export type TopicRow = typeof topics.$inferSelect;

/** The topic with this uuid in this workspace, archived ones too; null when there is none. */
export async function findTopic(tx: Tx, workspaceNo: number, id: string): Promise<TopicRow | null> {
  const [row] = await tx
    .select()
    .from(topics)
    .where(and(eq(topics.workspaceNo, workspaceNo), eq(topics.id, id)));
  return row ?? null;
}

export async function loadTopic(tx: Tx, workspaceNo: number, id: string): Promise<TopicRow> {
  const row = await findTopic(tx, workspaceNo, id);
  if (!row) throw notFound("topic");
  return row;
}

export async function findTopicByNo(tx: Tx, workspaceNo: number, topicNo: number): Promise<TopicRow | null> {
  const [row] = await tx
    .select()
    .from(topics)
    .where(and(eq(topics.workspaceNo, workspaceNo), eq(topics.topicNo, topicNo)));
  return row ?? null;
}

/** Topics on offer, in their order; with `ids` only those of them. */
export async function openTopics(tx: Tx, workspaceNo: number, ids?: readonly string[]): Promise<TopicRow[]> {
  if (ids?.length === 0) return [];
  return tx
    .select()
    .from(topics)
    .where(
      and(
        eq(topics.workspaceNo, workspaceNo),
        isNull(topics.archivedAt),
        ids ? inArray(topics.id, [...ids]) : undefined,
      ),
    )
    .orderBy(topics.position, topics.topicNo);
}

export const toTopic = (row: TopicRow): Topic => ({
  id: publicId("topic", row.id),
  name: row.name,
  description: row.description,
  texts: row.texts,
  visibility: row.visibility,
  defaultIn: row.defaultIn,
  doubleOptIn: row.doubleOptIn,
  archivedAt: row.archivedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

/** Answers which things of its domain name the given topics (uuids). `topicId` is the uuid. */
type FindUses = (
  tx: Tx,
  workspaceNo: number,
  topicIds: readonly string[],
) => Promise<(TopicUse & { topicId: string })[]>;
const finders = new Map<string, FindUses>();

/** Higher domains register themselves when they load; consent cannot import them. `domain` makes reloading harmless. */
export const registerTopicUses = (domain: string, find: FindUses): void => {
  finders.set(domain, find);
};

/** Everything that names these topics, by topic uuid. */
export async function usesOfTopics(
  tx: Tx,
  workspaceNo: number,
  topicIds: readonly string[],
): Promise<Map<string, TopicUse[]>> {
  const uses = new Map<string, TopicUse[]>();
  if (topicIds.length === 0) return uses;
  for (const find of finders.values())
    for (const { topicId, ...use } of await find(tx, workspaceNo, topicIds))
      uses.set(topicId, [...(uses.get(topicId) ?? []), use]);
  return uses;
}
