import "server-only";
import { and, eq } from "drizzle-orm";
import { providers } from "@/drizzle/schema/channels";
import { findTopic } from "@/server/consent";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

/** The provider a campaign names, in its own workspace; null means "the workspace's default at launch". */
export async function providerNoOf(
  tx: Tx,
  workspaceNo: number,
  providerId: string | null | undefined,
): Promise<number | null> {
  if (!providerId) return null;
  const [row] = await tx
    .select({ providerNo: providers.providerNo })
    .from(providers)
    .where(and(eq(providers.workspaceNo, workspaceNo), eq(providers.id, providerId)));
  if (!row) throw notFound("provider");
  return row.providerNo;
}

/** The number of the topic a campaign belongs to; NOT_FOUND when it is gone or foreign. */
export async function topicNoOf(
  tx: Tx,
  workspaceNo: number,
  topicId: string | null | undefined,
): Promise<number | null> {
  if (!topicId) return null;
  const topic = await findTopic(tx, workspaceNo, topicId);
  if (!topic) throw notFound("topic");
  return topic.topicNo;
}
