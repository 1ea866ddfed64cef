import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { commentTextSchema, reviewTextSchema } from "@/contracts/approvals";
import { idOf, publicId } from "@/contracts/ids";
import { campaignReviewEntries, campaigns, campaignVersions } from "@/drizzle/schema/campaigns";
import { keyMakers } from "@/server/access";
import { defineCommand } from "@/server/platform/command";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { type CampaignRow, loadCampaign, moveCampaign, toCampaign } from "../load";
import { addReviewEntry, approvalOf } from "../review";
import { mayApprove } from "../rules/review";

const step = {
  campaignId: idOf("campaign"),
  expectedVersion: z.number().int(),
  text: reviewTextSchema.default(""),
};

const auditOf = (action: string, row: CampaignRow) => ({
  action,
  entityType: "campaign",
  entityId: publicId("campaign", row.id),
  changes: { version: row.version },
});

/** The campaign as the caller saw it; CONFLICT when it is another version by now. */
async function seen(tx: Tx, ctx: Ctx, input: { campaignId: string; expectedVersion: number }): Promise<CampaignRow> {
  const row = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
  if (row.version !== input.expectedVersion)
    throw new AppError("CONFLICT", "Someone else changed this campaign since you opened it. Look at it again first.", {
      reason: "CHANGED",
      version: row.version,
    });
  return row;
}

/** Puts a draft before whoever may approve. */
export const requestCampaignApproval = defineCommand({
  name: "campaign.request-approval",
  permission: "campaign:update",
  input: z.object(step),
  async run(ctx, input, tx) {
    const before = await seen(tx, ctx, input);
    const row = await moveCampaign(tx, before, "in_review", "put up for approval", { approvedHash: null });
    await addReviewEntry(tx, ctx, row, { kind: "requested", text: input.text });
    return { result: toCampaign(row), audit: auditOf("campaign.request-approval", row), events: [] };
  },
});

/** Approves what is there now: audience, content, sender, and the segments and snippets they name. Changes end it. */
export const approveCampaign = defineCommand({
  name: "campaign.approve",
  permission: "campaign:approve",
  input: z.object(step),
  async run(ctx, input, tx) {
    const before = await seen(tx, ctx, input);
    if (before.status !== "in_review")
      throw new AppError("CONFLICT", "Nobody asked for the approval of this campaign.", { status: before.status });
    await demandFourEyes(tx, ctx, before);
    const row = await stay(tx, before, { approvedHash: await approvalOf(tx, before) });
    await addReviewEntry(tx, ctx, row, { kind: "approved", text: input.text });
    return { result: toCampaign(row), audit: auditOf("campaign.approve", row), events: [] };
  },
});

/** Gives it back to its authors with what is missing. */
export const sendCampaignBack = defineCommand({
  name: "campaign.send-back",
  permission: "campaign:approve",
  input: z.object({ ...step, text: commentTextSchema }),
  async run(ctx, input, tx) {
    const before = await seen(tx, ctx, input);
    const row = await endReview(tx, before, "sent back");
    await addReviewEntry(tx, ctx, row, { kind: "sent_back", text: input.text });
    return { result: toCampaign(row), audit: auditOf("campaign.send-back", row), events: [] };
  },
});

/** Takes a request back, or an approval that was given. */
export const withdrawCampaignReview = defineCommand({
  name: "campaign.withdraw-review",
  permission: "campaign:update",
  input: z.object(step),
  async run(ctx, input, tx) {
    const before = await seen(tx, ctx, input);
    const row = await endReview(tx, before, "taken back");
    await addReviewEntry(tx, ctx, row, { kind: "withdrawn", text: input.text });
    return { result: toCampaign(row), audit: auditOf("campaign.withdraw-review", row), events: [] };
  },
});

/** Says something about a campaign; decides nothing. */
export const commentCampaign = defineCommand({
  name: "campaign.comment",
  permission: "campaign:update",
  input: z.object({ campaignId: idOf("campaign"), text: commentTextSchema }),
  async run(ctx, { campaignId, text }, tx) {
    const row = await loadCampaign(tx, ctx.workspaceNo, campaignId);
    await addReviewEntry(tx, ctx, row, { kind: "comment", text });
    return { result: { commented: true }, audit: auditOf("campaign.comment", row), events: [] };
  },
});

/** No longer asked for and no longer approved: a draft, also one that was to leave. */
async function endReview(tx: Tx, before: CampaignRow, verb: string): Promise<CampaignRow> {
  if (before.status !== "in_review" && before.approvedHash === null)
    throw new AppError("CONFLICT", "This campaign is not up for approval.", { status: before.status });
  if (before.status === "draft") return stay(tx, before, { approvedHash: null });
  return moveCampaign(tx, before, "draft", verb, { approvedHash: null, dueAt: null });
}

async function demandFourEyes(tx: Tx, ctx: Ctx, row: CampaignRow): Promise<void> {
  const ofThis = <T extends typeof campaignVersions | typeof campaignReviewEntries>(table: T) =>
    and(eq(table.workspaceNo, row.workspaceNo), eq(table.campaignNo, row.campaignNo));
  const versions = await tx
    .selectDistinct({ byId: campaignVersions.byId })
    .from(campaignVersions)
    .where(ofThis(campaignVersions));
  const [request] = await tx
    .select({ actorId: campaignReviewEntries.actorId })
    .from(campaignReviewEntries)
    .where(and(ofThis(campaignReviewEntries), eq(campaignReviewEntries.kind, "requested")))
    .orderBy(desc(campaignReviewEntries.entryNo))
    .limit(1);
  const approver = ctx.actor.type === "member" ? actorId(ctx.actor) : null;
  const authors = [row.createdBy, ...versions.map(({ byId }) => byId)];
  // Whoever made a key stands behind what it did.
  const makers = await keyMakers(tx, ctx.workspaceNo, [...authors, request?.actorId ?? null]);
  const problem = mayApprove(approver, request?.actorId ?? null, [...authors, ...makers]);
  if (problem) throw new AppError("FORBIDDEN", problem, { reason: "FOUR_EYES" });
}

/** A change that keeps the state: still a compare-and-swap on the version. */
async function stay(tx: Tx, before: CampaignRow, set: Partial<typeof campaigns.$inferInsert>): Promise<CampaignRow> {
  const [row] = await tx
    .update(campaigns)
    .set({ ...set, version: sql`${campaigns.version} + 1`, updatedAt: sql`now()` })
    .where(
      and(
        eq(campaigns.workspaceNo, before.workspaceNo),
        eq(campaigns.campaignNo, before.campaignNo),
        eq(campaigns.status, before.status),
        eq(campaigns.version, before.version),
      ),
    )
    .returning();
  if (!row)
    throw new AppError("CONFLICT", "Someone else just changed this campaign. Reload and try again.", {
      reason: "CHANGED",
    });
  return row;
}
