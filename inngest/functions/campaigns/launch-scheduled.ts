import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { launchScheduled } from "@/server/campaigns";

/** Waits for the moment and launches, unless the campaign was moved meanwhile: then its version is another one. */
export const launchScheduledCampaign = inngest.createFunction(
  { id: "campaigns-launch-scheduled", triggers: [on("campaign.scheduled")], retries: 8 },
  async ({ event, step }) => {
    await step.sleepUntil("until-the-moment", event.data.at);
    return step.run("launch", async () =>
      launchScheduled(
        await workspaceCtx(event.data.workspaceNo, "campaigns-launch-scheduled"),
        event.data.campaignNo,
        event.data.version,
      ),
    );
  },
);
