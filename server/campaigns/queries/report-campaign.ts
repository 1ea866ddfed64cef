import "server-only";
import { z } from "zod";
import { recipientFilterSchema } from "@/contracts/delivery";
import { idOf } from "@/contracts/ids";
import { timelineStepSchema } from "@/contracts/reports";
import {
  clickMap,
  listAgainRuns,
  listRecipients,
  runCounts,
  runPace,
  runStanding,
  runTimeline,
} from "@/server/delivery";
import { defineProcess } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { pageInput } from "@/server/platform/paging";
import { loadCampaign, loadRunOf, toCampaign } from "../load";

const byId = z.object({ campaignId: idOf("campaign") });

const YOUNG_MS = 2 * 3_600_000;

const runOf = async (ctx: Ctx, campaignId: string): Promise<number> =>
  (await inWorkspace(ctx.workspaceNo, (tx) => loadRunOf(tx, ctx.workspaceNo, campaignId))).runNo;

/** The campaign and every number of its run; `counts` is null before the launch. Each number is a count of rows. */
export const getCampaignReport = defineProcess({
  name: "campaign.report",
  permission: "campaign:read",
  input: byId,
  async run(ctx, { campaignId }) {
    const { row, standing } = await inWorkspace(ctx.workspaceNo, async (tx) => {
      const row = await loadCampaign(tx, ctx.workspaceNo, campaignId);
      const standing = row.runNo === null ? null : await runStanding(tx, ctx.workspaceNo, row.runNo, ctx.now);
      return { row, standing };
    });
    const again = row.runNo === null ? [] : await listAgainRuns(ctx, { runNo: row.runNo });
    const counts = row.runNo === null ? null : await runCounts(ctx, { runNo: row.runNo });
    return {
      campaign: toCampaign(row),
      counts,
      /** How fast it goes and how long it still takes, while it is sending. */
      pace:
        row.status === "active" && row.runNo !== null && counts
          ? await runPace(ctx, { runNo: row.runNo, pending: counts.pending })
          : null,
      /** What holds it up or will, in words. */
      standing,
      /** Sendings in which unknown messages were sent again, with numbers of their own. */
      again: again.map(({ runNo: _, ...run }) => run),
    };
  },
});

/** Who got it, who did not and why, one row per person of the audience. */
export const listCampaignRecipients = defineProcess({
  name: "campaign.recipients",
  permission: "campaign:read",
  input: pageInput.extend({ campaignId: idOf("campaign"), ...recipientFilterSchema.shape }),
  run: async (ctx, { campaignId, ...rest }) => listRecipients(ctx, { runNo: await runOf(ctx, campaignId), ...rest }),
});

/** Sent, opened and clicked step by step; left out, by the minute in the first two hours and by the hour afterwards. */
export const getCampaignTimeline = defineProcess({
  name: "campaign.timeline",
  permission: "campaign:read",
  input: byId.extend({ step: timelineStepSchema.optional() }),
  async run(ctx, { campaignId, step }) {
    const { runNo, campaign } = await inWorkspace(ctx.workspaceNo, (tx) => loadRunOf(tx, ctx.workspaceNo, campaignId));
    const isYoung = ctx.now.getTime() - (campaign.launchedAt ?? ctx.now).getTime() < YOUNG_MS;
    return runTimeline(ctx, { runNo, step: step ?? (isYoung ? "minute" : "hour") });
  },
});

/** Every link with the people who followed it, and the e-mail with their numbers on it. */
export const getCampaignLinks = defineProcess({
  name: "campaign.links",
  permission: "campaign:read",
  input: byId,
  run: async (ctx, { campaignId }) => clickMap(ctx, { runNo: await runOf(ctx, campaignId) }),
});
