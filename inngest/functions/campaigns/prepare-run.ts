import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { prepareRun } from "@/server/campaigns";

/** Builds the audience of a launched campaign and releases its run. */
export const prepareCampaignRun = inngest.createFunction(
  {
    id: "campaigns-prepare-run",
    triggers: [on("campaign.launched")],
    retries: 8,
    concurrency: [{ key: "event.data.workspaceNo", limit: 2 }],
  },
  async ({ event, step }) =>
    step.run("prepare", async () =>
      prepareRun(await workspaceCtx(event.data.workspaceNo, "campaigns-prepare-run"), event.data.campaignNo),
    ),
);
