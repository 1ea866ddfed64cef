import "server-only";
import { and, eq } from "drizzle-orm";
import type { CampaignAudience, CampaignContent, CampaignInput } from "@/contracts/campaigns";
import { providers } from "@/drizzle/schema/channels";
import { findTopic } from "@/server/consent";
import { loadTemplate } from "@/server/content";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { checkCondition, loadConditions } from "@/server/segments";

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

/**
 * Refuses segments, a template, a topic and words of a rule that are gone or another workspace's, before a campaign is
 * saved with them. Returns the audience as it is kept, with tags by id.
 */
export async function checkReferences(
  tx: Tx,
  workspaceNo: number,
  { audience, content }: Pick<Partial<CampaignInput>, "audience" | "content">,
): Promise<CampaignAudience | undefined> {
  if (content?.templateId) await loadTemplate(tx, workspaceNo, content.templateId);
  await topicNoOf(tx, workspaceNo, content?.topicId);
  return audience && checkAudience(tx, workspaceNo, audience);
}

/** What a campaign says, with the topic of its template where it says nothing about one. */
export async function withTopicOfTemplate(
  tx: Tx,
  workspaceNo: number,
  content: CampaignContent,
): Promise<CampaignContent> {
  if (!content.templateId || content.topicId !== undefined) return content;
  const { topicId } = await loadTemplate(tx, workspaceNo, content.templateId);
  const topic = topicId && (await findTopic(tx, workspaceNo, topicId));
  return topic && topic.archivedAt === null ? { ...content, topicId } : content;
}

export async function checkAudience(
  tx: Tx,
  workspaceNo: number,
  audience: CampaignAudience,
): Promise<CampaignAudience> {
  await loadConditions(tx, workspaceNo, [...audience.include, ...audience.exclude]);
  if (!audience.condition) return audience;
  const { condition } = await checkCondition(tx, workspaceNo, audience.condition);
  return { ...audience, condition };
}
