import "server-only";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import { isSeries } from "@/contracts/campaign-schedule";
import { campaigns } from "@/drizzle/schema/campaigns";
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
