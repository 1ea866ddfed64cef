import "server-only";
import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { ReviewKind } from "@/contracts/approvals";
import { campaignPolicies, campaignReviewEntries, campaigns } from "@/drizzle/schema/campaigns";
import { freezeContent } from "@/server/content";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { freezeAudience } from "./audience";
import type { CampaignRow } from "./load";
import { reviewedParts } from "./rules/review";
import { stable } from "./rules/stable";

export const reviewedHash = (row: Pick<CampaignRow, "audience" | "content" | "providerNo">): string =>
  createHash("sha256").update(reviewedParts(row)).digest("hex");

/**
 * What an approval also stands for, though it is kept elsewhere: the words of the snippets and the rules of the segments
 * it names, as they are now. NOT_FOUND when one is gone.
 */
export async function basisOf(
  tx: Tx,
  workspaceNo: number,
  { audience, content }: Pick<CampaignRow, "audience" | "content">,
): Promise<string> {
  const { include, exclude } = await freezeAudience(tx, workspaceNo, audience);
  const frozen = content.document ? await freezeContent(tx, workspaceNo, content.document) : null;
  const text = stable({ include, exclude, document: frozen?.document ?? null });
  return createHash("sha256").update(text).digest("hex");
}

/** Whether campaigns of this workspace need an approval before they leave. */
export async function needsApproval(tx: Tx, workspaceNo: number): Promise<boolean> {
  const [row] = await tx.select().from(campaignPolicies).where(eq(campaignPolicies.workspaceNo, workspaceNo));
  return row?.requiresApproval ?? false;
}

/** A campaign, and whether its workspace asks for approval: one statement for the checks, which make many. */
export async function loadWithPolicy(
  tx: Tx,
  workspaceNo: number,
  id: string,
): Promise<{ campaign: CampaignRow; requiresApproval: boolean }> {
  const [row] = await tx
    .select({ campaign: campaigns, requiresApproval: campaignPolicies.requiresApproval })
    .from(campaigns)
    .leftJoin(campaignPolicies, eq(campaignPolicies.workspaceNo, campaigns.workspaceNo))
    .where(and(eq(campaigns.workspaceNo, workspaceNo), eq(campaigns.id, id)));
  if (!row) throw notFound("campaign");
  return { campaign: row.campaign, requiresApproval: row.requiresApproval ?? false };
}

export type ReviewState = "none" | "waiting" | "approved";

/** What is stored of an approval: its own parts and what they rest on. */
export const approvalOf = async (tx: Tx, row: CampaignRow): Promise<string> =>
  `${reviewedHash(row)}.${await basisOf(tx, row.workspaceNo, row)}`;

/** Whether an approval still rests on the snippets and segments it was given for. */
export async function restsOnApproved(tx: Tx, row: CampaignRow): Promise<boolean> {
  return row.approvedHash?.split(".")[1] === (await basisOf(tx, row.workspaceNo, row));
}

/** Where the approval of a campaign stands. What was approved and changed since counts as not approved. */
export function reviewStateOf(row: CampaignRow): ReviewState {
  if (row.approvedHash !== null && row.approvedHash.split(".")[0] === reviewedHash(row)) return "approved";
  return row.status === "in_review" ? "waiting" : "none";
}

export async function addReviewEntry(
  tx: Tx,
  ctx: Ctx,
  row: Pick<CampaignRow, "campaignNo" | "version">,
  entry: { kind: ReviewKind; text: string },
): Promise<void> {
  await tx.insert(campaignReviewEntries).values({
    workspaceNo: ctx.workspaceNo,
    entryNo: await takeNumbers(tx, ctx.workspaceNo, "campaign_review"),
    id: uuidv7(ctx.now),
    campaignNo: row.campaignNo,
    version: row.version,
    ...entry,
    actorType: ctx.actor.type,
    actorId: actorId(ctx.actor),
    actorName: ctx.actor.type === "member" ? ctx.actor.name : null,
    createdAt: ctx.now,
  });
}
