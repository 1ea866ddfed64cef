import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { holdRun, passBrake, releaseRun, stopRun } from "@/server/delivery";
import { defineProcess } from "@/server/platform/command";
import { inWorkspace } from "@/server/platform/db";
import { markPaused, markResumed, markTerminated } from "../commands/move-campaign";
import { loadCampaign } from "../load";

const input = z.object({ campaignId: idOf("campaign") });

// Each pair of lines may stop between them: the event of the first line makes the worker repeat the second.

/** Nothing new is claimed within five seconds; what a provider already holds still arrives. */
export const pauseCampaign = defineProcess({
  name: "campaign.pause",
  permission: "campaign:launch",
  input,
  async run(ctx, { campaignId }) {
    const { campaign, runNo } = await markPaused(ctx, { campaignId });
    if (runNo !== null) await holdRun(ctx, { runNo });
    return campaign;
  },
});

/** Goes on where it stopped; whoever was written to is not written to again. */
export const resumeCampaign = defineProcess({
  name: "campaign.resume",
  permission: "campaign:launch",
  input,
  async run(ctx, { campaignId }) {
    const before = await inWorkspace(ctx.workspaceNo, (tx) => loadCampaign(tx, ctx.workspaceNo, campaignId));
    if (before.status === "paused" && before.runNo !== null) await passBrake(ctx, { runNo: before.runNo });
    const { campaign, runNo } = await markResumed(ctx, { campaignId });
    if (runNo !== null) await releaseRun(ctx, { runNo });
    return campaign;
  },
});

/** Ends it: everybody not written to yet is recorded as cancelled. */
export const terminateCampaign = defineProcess({
  name: "campaign.terminate",
  permission: "campaign:launch",
  input,
  async run(ctx, { campaignId }) {
    const { campaign, runNo } = await markTerminated(ctx, { campaignId });
    if (runNo !== null) await stopRun(ctx, { runNo });
    return campaign;
  },
});
