import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { failBulkJob, runBulkJob, runBulkUndo } from "@/server/people";

const RUN = "people-run-bulk-job";
const UNDO = "people-undo-bulk-job";
const SLICE_MS = 30_000;

/** One job of a workspace at a time, in slices of half a minute: each slice is memoised, each batch in it committed. */
export const runBulkJobFunction = inngest.createFunction(
  {
    id: RUN,
    triggers: [on("bulk-job.requested")],
    retries: 10,
    concurrency: [{ key: "event.data.workspaceNo", limit: 1 }],
    onFailure: async ({ event, error, step }) => {
      const { workspaceNo, jobNo } = event.data.event.data;
      await step.run("mark-failed", async () =>
        failBulkJob(await workspaceCtx(workspaceNo, RUN), jobNo, error.message),
      );
    },
  },
  async ({ event, step }) => {
    const { workspaceNo, jobNo } = event.data;
    for (let slice = 1; ; slice += 1) {
      const state = await step.run(`slice-${slice}`, async () =>
        runBulkJob(await workspaceCtx(workspaceNo, RUN), jobNo, SLICE_MS),
      );
      if (state !== "more") return { state };
    }
  },
);

export const undoBulkJobFunction = inngest.createFunction(
  {
    id: UNDO,
    triggers: [on("bulk-job.undo-requested")],
    retries: 10,
    concurrency: [{ key: "event.data.workspaceNo", limit: 1 }],
    onFailure: async ({ event, error, step }) => {
      const { workspaceNo, jobNo } = event.data.event.data;
      await step.run("mark-failed", async () =>
        failBulkJob(await workspaceCtx(workspaceNo, UNDO), jobNo, error.message),
      );
    },
  },
  async ({ event, step }) => {
    const { workspaceNo, jobNo } = event.data;
    for (let slice = 1; ; slice += 1) {
      const state = await step.run(`slice-${slice}`, async () =>
        runBulkUndo(await workspaceCtx(workspaceNo, UNDO), jobNo, SLICE_MS),
      );
      if (state !== "more") return { state };
    }
  },
);
