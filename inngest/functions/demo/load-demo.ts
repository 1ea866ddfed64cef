import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import {
  abandonDemo,
  DEMO_CAMPAIGNS,
  finishDemo,
  loadDemoAssets,
  loadDemoCampaign,
  loadDemoPeople,
  prepareDemo,
  removeDemo,
} from "@/server/demo";

const SLICE = 1000;

/** Builds the demo company in small steps, so that progress shows and a restart goes on where it stopped. */
export const loadDemo = inngest.createFunction(
  {
    id: "demo-load-company",
    triggers: [on("demo.requested")],
    retries: 4,
    onFailure: ({ event }) => abandonDemo(event.data.event.data.workspaceNo),
    singleton: { key: "event.data.workspaceNo", mode: "skip" },
  },
  async ({ event, step }) => {
    const { workspaceNo, people } = event.data;
    const ctx = () => workspaceCtx(workspaceNo, "demo-load-company");
    const first = await step.run("prepare", async () => prepareDemo(await ctx(), people));
    for (let from = 0; from < people; from += SLICE)
      await step.run(`people-${from}`, async () =>
        loadDemoPeople(await ctx(), first, from, Math.min(from + SLICE, people)),
      );
    await step.run("assets", async () => loadDemoAssets(await ctx()));
    for (const index of DEMO_CAMPAIGNS.keys())
      await step.run(`campaign-${index}`, async () => loadDemoCampaign(await ctx(), index, first, people));
    await step.run("finish", async () => finishDemo(await ctx()));
  },
);

export const removeDemoCompany = inngest.createFunction(
  { id: "demo-remove-company", triggers: [on("demo.removal-requested")], retries: 4 },
  async ({ event, step }) =>
    step.run("remove", async () => removeDemo(await workspaceCtx(event.data.workspaceNo, "demo-remove-company"))),
);
