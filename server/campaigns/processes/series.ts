import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineProcess } from "@/server/platform/command";
import { inWorkspace } from "@/server/platform/db";
import { skipOccurrence } from "../commands/take-occurrence";
import { loadCampaign } from "../load";
import { zonesFor } from "../zones";

/** Leaves out the next time of a campaign that repeats; `at` is the time that is meant. */
export const skipNextOccurrence = defineProcess({
  name: "campaign.skip-occurrence",
  permission: "campaign:launch",
  input: z.object({ campaignId: idOf("campaign"), at: z.iso.datetime({ offset: true }) }),
  async run(ctx, { campaignId, at }) {
    const { schedule } = await inWorkspace(ctx.workspaceNo, (tx) => loadCampaign(tx, ctx.workspaceNo, campaignId));
    return skipOccurrence(ctx, { campaignId, at, zones: await zonesFor(ctx.workspaceNo, schedule) });
  },
});
