import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { failFetch, fetchImport } from "@/server/imports";

const ID = "imports-fetch-import";

/** Two files of a workspace at a time. One step: a new attempt fetches the file from its beginning. */
export const fetchImportFunction = inngest.createFunction(
  {
    id: ID,
    triggers: [on("import.fetch-requested")],
    retries: 2,
    concurrency: [{ key: "event.data.workspaceNo", limit: 2 }],
    onFailure: async ({ event, step }) => {
      const { workspaceNo, importNo } = event.data.event.data;
      await step.run("mark-failed", async () =>
        failFetch(await workspaceCtx(workspaceNo, ID), importNo, "The file could not be fetched. Try again later."),
      );
    },
  },
  async ({ event, step }) => {
    const { workspaceNo, importNo } = event.data;
    return step.run("fetch", async () => fetchImport(await workspaceCtx(workspaceNo, ID), importNo));
  },
);
