import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { alignRun, finishIfDrained, pauseHeldCampaign } from "@/server/campaigns";

/** Ends the campaign whose run has no open batch left. */
export const finishCampaignRun = inngest.createFunction(
  { id: "campaigns-finish-run", triggers: [on("delivery.run-drained")], retries: 8 },
  async ({ event, step }) =>
    step.run("finish", async () =>
      finishIfDrained(await workspaceCtx(event.data.workspaceNo, "campaigns-finish-run"), event.data.runNo),
    ),
);

/** Shows a campaign as paused when its provider refused the whole road. */
export const pauseHeldRun = inngest.createFunction(
  { id: "campaigns-pause-held", triggers: [on("delivery.run-held")], retries: 8 },
  async ({ event, step }) =>
    step.run("pause", async () =>
      pauseHeldCampaign(await workspaceCtx(event.data.workspaceNo, "campaigns-pause-held"), event.data.runNo),
    ),
);

/** Repeats the second half of a pause, resume or stop; harmless when it was done. */
export const alignCampaignRun = inngest.createFunction(
  {
    id: "campaigns-align-run",
    triggers: [on("campaign.paused"), on("campaign.resumed"), on("campaign.terminated")],
    retries: 8,
  },
  async ({ event, step }) =>
    step.run("align", async () =>
      alignRun(await workspaceCtx(event.data.workspaceNo, "campaigns-align-run"), event.data.campaignNo),
    ),
);
