import { inngest } from "@/inngest/client";
import { reconcileRuns } from "@/server/delivery";

/** Every minute: wakes runs whose worker died or was never told, settles stopped ones, ends drained ones. */
export const reconcileSendRuns = inngest.createFunction(
  { id: "delivery-reconcile-runs", triggers: [{ cron: "* * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  ({ step }) => step.run("reconcile", () => reconcileRuns(new Date())),
);
