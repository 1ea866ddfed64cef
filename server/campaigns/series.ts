import "server-only";
import { and, asc, eq, gt, isNotNull } from "drizzle-orm";
import { isSeries } from "@/contracts/campaign-schedule";
import { campaignOccurrences, campaigns } from "@/drizzle/schema/campaigns";
import type { Tx } from "@/server/platform/db";
import type { CampaignRow } from "./load";

/**
 * The run whose people later occurrences keep to, where their series says "only people the first one went to"; null for
 * everything else, and for the first occurrence itself.
 */
export async function firstRunOf(tx: Tx, campaign: CampaignRow): Promise<number | null> {
  if (campaign.seriesNo === null) return null;
  const [series] = await tx
    .select({ schedule: campaigns.schedule })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceNo, campaign.workspaceNo), eq(campaigns.campaignNo, campaign.seriesNo)));
  if (!series || !isSeries(series.schedule) || series.schedule.audience !== "first") return null;
  const [first] = await tx
    .select({ campaignNo: campaigns.campaignNo, runNo: campaigns.runNo })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceNo, campaign.workspaceNo),
        eq(campaigns.seriesNo, campaign.seriesNo),
        isNotNull(campaigns.runNo),
      ),
    )
    .orderBy(asc(campaigns.occurrenceAt))
    .limit(1);
  return first && first.campaignNo !== campaign.campaignNo ? first.runNo : null;
}

/** The occurrences of a series that lie ahead and were started or left out already: it must not wait for one of them. */
export async function decidedAhead(tx: Tx, series: CampaignRow, now: Date): Promise<Date[]> {
  const rows = await tx
    .select({ at: campaignOccurrences.occurrenceAt })
    .from(campaignOccurrences)
    .where(
      and(
        eq(campaignOccurrences.workspaceNo, series.workspaceNo),
        eq(campaignOccurrences.seriesNo, series.campaignNo),
        gt(campaignOccurrences.occurrenceAt, now),
      ),
    );
  return rows.map(({ at }) => at);
}
