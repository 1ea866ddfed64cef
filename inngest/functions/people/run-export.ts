import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { failExport, runExport } from "@/server/people";

const ID = "people-run-export";

/** One file of a workspace at a time. A file is one snapshot, so it is one step: a new attempt starts it over. */
export const runExportFunction = inngest.createFunction(
  {
    id: ID,
    triggers: [on("export.requested")],
    retries: 4,
    concurrency: [{ key: "event.data.workspaceNo", limit: 1 }],
    onFailure: async ({ event, error, step }) => {
      const { workspaceNo, exportNo } = event.data.event.data;
      await step.run("mark-failed", async () =>
        failExport(await workspaceCtx(workspaceNo, ID), exportNo, error.message),
      );
    },
  },
  async ({ event, step }) => {
    const { workspaceNo, exportNo } = event.data;
    return step.run("write", async () => ({ state: await runExport(await workspaceCtx(workspaceNo, ID), exportNo) }));
  },
);
