import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { failImportUndo, runImportUndo } from "@/server/imports";

const ID = "imports-undo-import";
const SLICE_MS = 30_000;

/** One way back of a workspace at a time, in slices of half a minute: each slice is memoised, each batch committed. */
export const undoImportFunction = inngest.createFunction(
  {
    id: ID,
    triggers: [on("import.undo-requested")],
    retries: 10,
    concurrency: [{ key: "event.data.workspaceNo", limit: 1 }],
    onFailure: async ({ event, error, step }) => {
      const { workspaceNo, importNo } = event.data.event.data;
      await step.run("mark-failed", async () =>
        failImportUndo(await workspaceCtx(workspaceNo, ID), importNo, error.message),
      );
    },
  },
  async ({ event, step }) => {
    const { workspaceNo, importNo } = event.data;
    for (let slice = 1; ; slice += 1) {
      const state = await step.run(`slice-${slice}`, async () =>
        runImportUndo(await workspaceCtx(workspaceNo, ID), importNo, SLICE_MS),
      );
      if (state !== "more") return { state };
    }
  },
);
