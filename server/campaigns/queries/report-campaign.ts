import "server-only";
import { z } from "zod";
import { RECIPIENT_ANSWERS, RECIPIENT_STATES, SKIP_CODES, type SkipReason } from "@/contracts/delivery";
import { idOf } from "@/contracts/ids";
import { listAgainRuns, listRecipients, runCounts } from "@/server/delivery";
import { defineProcess } from "@/server/platform/command";
import { inWorkspace } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { pageInput } from "@/server/platform/paging";
import { loadCampaign, toCampaign } from "../load";

const byId = z.object({ campaignId: idOf("campaign") });

/** The campaign and every number of its run; `counts` is null before the launch. Each number is a count of rows. */
export const getCampaignReport = defineProcess({
  name: "campaign.report",
  permission: "campaign:read",
  input: byId,
  async run(ctx, { campaignId }) {
    const row = await inWorkspace(ctx.workspaceNo, (tx) => loadCampaign(tx, ctx.workspaceNo, campaignId));
    const again = row.runNo === null ? [] : await listAgainRuns(ctx, { runNo: row.runNo });
    return {
      campaign: toCampaign(row),
      counts: row.runNo === null ? null : await runCounts(ctx, { runNo: row.runNo }),
      /** Sendings in which unknown messages were sent again, with numbers of their own. */
      again: again.map(({ runNo: _, ...run }) => run),
    };
  },
});

/** Who got it, who did not and why, one row per person of the audience. */
export const listCampaignRecipients = defineProcess({
  name: "campaign.recipients",
  permission: "campaign:read",
  input: pageInput.extend({
    campaignId: idOf("campaign"),
    state: z.enum(RECIPIENT_STATES).optional(),
    reason: z.enum(Object.keys(SKIP_CODES) as [SkipReason, ...SkipReason[]]).optional(),
    answer: z.enum(RECIPIENT_ANSWERS).optional(),
  }),
  async run(ctx, { campaignId, ...rest }) {
    const row = await inWorkspace(ctx.workspaceNo, (tx) => loadCampaign(tx, ctx.workspaceNo, campaignId));
    if (row.runNo === null)
      throw new AppError("CONFLICT", "This campaign has not been launched yet, so it has no recipients.");
    return listRecipients(ctx, { runNo: row.runNo, ...rest });
  },
});
