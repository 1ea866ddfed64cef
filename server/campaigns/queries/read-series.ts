import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { isSeries } from "@/contracts/campaign-schedule";
import type { CampaignSeries } from "@/contracts/campaigns";
import { idOf, publicId } from "@/contracts/ids";
import { nextTimes } from "@/contracts/recurrence";
import { campaignOccurrences, campaigns } from "@/drizzle/schema/campaigns";
import { defineQuery } from "@/server/platform/command";
import { loadCampaign } from "../load";

const SHOWN = 5;
const PAST_SHOWN = 50;

/** The next five times of a campaign that repeats, and what became of the last fifty. Null for one that does not. */
export const getCampaignSeries = defineQuery({
  name: "campaign.series",
  permission: "campaign:read",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, { campaignId }, tx): Promise<CampaignSeries | null> {
    const row = await loadCampaign(tx, ctx.workspaceNo, campaignId);
    if (!isSeries(row.schedule)) return null;
    const { recurrence, timeZone } = row.schedule;
    // A series at work knows its next time; one that is not scheduled shows when it would come.
    const first = row.status === "scheduled" && row.occurrenceAt ? row.occurrenceAt : null;
    const after = first ? new Date(first.getTime() - 1) : ctx.now;
    const isOver = row.status !== "draft" && row.status !== "scheduled";
    const past = await tx
      .select({ occurrence: campaignOccurrences, id: campaigns.id, name: campaigns.name, status: campaigns.status })
      .from(campaignOccurrences)
      .leftJoin(
        campaigns,
        and(
          eq(campaigns.workspaceNo, campaignOccurrences.workspaceNo),
          eq(campaigns.campaignNo, campaignOccurrences.campaignNo),
        ),
      )
      .where(
        and(eq(campaignOccurrences.workspaceNo, ctx.workspaceNo), eq(campaignOccurrences.seriesNo, row.campaignNo)),
      )
      .orderBy(desc(campaignOccurrences.occurrenceAt))
      .limit(PAST_SHOWN);
    return {
      next: isOver ? [] : nextTimes(recurrence, timeZone, after, SHOWN),
      past: past.map(({ occurrence, id, name, status }) => ({
        at: occurrence.occurrenceAt.toISOString(),
        outcome: occurrence.outcome,
        by: occurrence.byName,
        campaign: id && name && status ? { id: publicId("campaign", id), name, status } : null,
      })),
    };
  },
});
