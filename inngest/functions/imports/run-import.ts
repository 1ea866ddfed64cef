import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { failImport, runImport } from "@/server/imports";

const ID = "imports-run-import";
const SLICE_MS = 60_000;

/** One file of a workspace at a time, in slices of a minute: each slice is memoised, each batch inside it committed. */
export const runImportFunction = inngest.createFunction(
  {
    id: ID,
    triggers: [on("import.requested")],
    retries: 10,
    concurrency: [{ key: "event.data.workspaceNo", limit: 1 }],
    onFailure: async ({ event, error, step }) => {
      const { workspaceNo, importNo } = event.data.event.data;
      await step.run("mark-failed", async () =>
        failImport(await workspaceCtx(workspaceNo, ID), importNo, error.message),
      );
    },
  },
  async ({ event, step }) => {
    const { workspaceNo, importNo } = event.data;
    for (let slice = 1; ; slice += 1) {
      const result = await step.run(`slice-${slice}`, async () =>
        runImport(await workspaceCtx(workspaceNo, ID), importNo, SLICE_MS),
      );
      if (result.state !== "more") return result;
    }
  },
);
