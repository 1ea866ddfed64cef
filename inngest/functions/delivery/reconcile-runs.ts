import { inngest } from "@/inngest/client";
import { forgetCounts, reconcileRuns, watchBrakes } from "@/server/delivery";

/**
 * Every minute: halts runs of which too much came back, wakes those whose worker died or was never told, settles stopped
 * ones, ends drained ones.
 */
export const reconcileSendRuns = inngest.createFunction(
  { id: "delivery-reconcile-runs", triggers: [{ cron: "* * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  async ({ step }) => {
    const brakes = await step.run("brakes", () => watchBrakes());
    const runs = await step.run("reconcile", () => reconcileRuns(new Date()));
    await step.run("forget-counts", () => forgetCounts());
    return { ...runs, ...brakes };
  },
);
