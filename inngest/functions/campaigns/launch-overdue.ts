import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { launchScheduled, requestOverdueLaunches } from "@/server/campaigns";

/** Every minute: scheduled campaigns whose time has passed and whose own job is lost or gave up. */
export const requestOverdueCampaigns = inngest.createFunction(
  { id: "campaigns-request-overdue", triggers: [{ cron: "* * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  async ({ step }) => step.run("request", () => requestOverdueLaunches()),
);

/** One attempt: the next minute asks again. */
export const launchOverdueCampaign = inngest.createFunction(
  {
    id: "campaigns-launch-overdue",
    triggers: [on("campaign.launch-due")],
    retries: 0,
    concurrency: [{ key: "event.data.workspaceNo", limit: 1 }],
  },
  async ({ event, step }) =>
    step.run("launch", async () =>
      launchScheduled(
        await workspaceCtx(event.data.workspaceNo, "campaigns-launch-overdue"),
        event.data.campaignNo,
        event.data.version,
      ),
    ),
);
