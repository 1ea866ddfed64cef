import "server-only";
import { and, desc, eq, inArray, isNotNull, lt } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { type CampaignComparison, RATES, type RateName, type RunNumbers } from "@/contracts/reports";
import { campaigns } from "@/drizzle/schema/campaigns";
import { runNumbers } from "@/server/delivery";
import { defineProcess } from "@/server/platform/command";
import { inWorkspace } from "@/server/platform/db";
import { loadCampaign } from "../load";
import { median, rateOf } from "../rules/median";

/** So many earlier campaigns make the usual. */
const EARLIER = 12;

/** This campaign's rates beside the median of the workspace's last ones that had ended before it began. */
export const compareCampaign = defineProcess({
  name: "campaign.compare",
  permission: "campaign:read",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, { campaignId }): Promise<CampaignComparison> {
    const { own, earlier } = await inWorkspace(ctx.workspaceNo, async (tx) => {
      const row = await loadCampaign(tx, ctx.workspaceNo, campaignId);
      const rows = await tx
        .select({ runNo: campaigns.runNo })
        .from(campaigns)
        .where(
          and(
            eq(campaigns.workspaceNo, ctx.workspaceNo),
            inArray(campaigns.status, ["completed", "completed_with_failures", "archived"]),
            eq(campaigns.isDemo, row.isDemo),
            isNotNull(campaigns.runNo),
            lt(campaigns.finishedAt, row.launchedAt ?? ctx.now),
          ),
        )
        .orderBy(desc(campaigns.finishedAt))
        .limit(EARLIER);
      return { own: row.runNo, earlier: rows.flatMap((one) => one.runNo ?? []) };
    });
    const numbers = await runNumbers(ctx, { runNos: own === null ? earlier : [own, ...earlier] });
    const others = earlier.flatMap((runNo) => numbers.get(runNo) ?? []).filter((one) => one.delivered > 0);
    const mine = own === null ? undefined : numbers.get(own);
    const compared = (name: RateName) => ({
      own: mine ? rateOf(name, mine) : null,
      median: median(others.flatMap((one) => rateOf(name, one) ?? [])),
    });
    return {
      campaigns: others.length,
      rates: Object.fromEntries(RATES.map((name) => [name, compared(name)])) as CampaignComparison["rates"],
    };
  },
});

/** Sent and answered of up to a hundred campaigns, for lists. Those never launched, or of nobody, are left out. */
export const campaignNumbers = defineProcess({
  name: "campaign.numbers",
  permission: "campaign:read",
  input: z.object({ campaignIds: z.array(idOf("campaign")).max(100) }),
  async run(ctx, { campaignIds }): Promise<Record<string, RunNumbers>> {
    const rows = await inWorkspace(ctx.workspaceNo, (tx) =>
      tx
        .select({ id: campaigns.id, runNo: campaigns.runNo })
        .from(campaigns)
        .where(and(eq(campaigns.workspaceNo, ctx.workspaceNo), inArray(campaigns.id, campaignIds))),
    );
    const numbers = await runNumbers(ctx, { runNos: rows.flatMap((row) => row.runNo ?? []) });
    return Object.fromEntries(
      rows.flatMap(({ id, runNo }) => {
        const own = runNo === null ? undefined : numbers.get(runNo);
        return own ? [[publicId("campaign", id), own]] : [];
      }),
    );
  },
});
