import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { CampaignPolicy, CampaignReview } from "@/contracts/approvals";
import { idOf, publicId } from "@/contracts/ids";
import { campaignReviewEntries } from "@/drizzle/schema/campaigns";
import { nameActor } from "@/server/audit";
import { defineQuery } from "@/server/platform/command";
import { loadCampaign } from "../load";
import { needsApproval, reviewStateOf } from "../review";

const SHOWN = 100;

/** Where the approval of a campaign stands, and the last hundred things that were said about it, newest first. */
export const getCampaignReview = defineQuery({
  name: "campaign.review",
  permission: "campaign:read",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, { campaignId }, tx): Promise<CampaignReview> {
    const row = await loadCampaign(tx, ctx.workspaceNo, campaignId);
    const entries = await tx
      .select()
      .from(campaignReviewEntries)
      .where(
        and(
          eq(campaignReviewEntries.workspaceNo, ctx.workspaceNo),
          eq(campaignReviewEntries.campaignNo, row.campaignNo),
        ),
      )
      .orderBy(desc(campaignReviewEntries.entryNo))
      .limit(SHOWN);
    return {
      isRequired: await needsApproval(tx, ctx.workspaceNo),
      state: reviewStateOf(row),
      version: row.version,
      entries: entries.map((entry) => ({
        id: publicId("reviewEntry", entry.id),
        version: entry.version,
        kind: entry.kind,
        text: entry.text,
        author: nameActor(entry.actorType, entry.actorId, entry.actorName),
        createdAt: entry.createdAt.toISOString(),
      })),
    };
  },
});

export const getCampaignPolicy = defineQuery({
  name: "campaign-policy.get",
  permission: "campaign:read",
  input: z.object({}),
  run: async (ctx, _input, tx): Promise<CampaignPolicy> => ({
    requiresApproval: await needsApproval(tx, ctx.workspaceNo),
  }),
});
