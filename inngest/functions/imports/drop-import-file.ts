import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { dropImportFile } from "@/server/imports";

const ID = "imports-drop-import-file";

export const dropImportFileFunction = inngest.createFunction(
  { id: ID, triggers: [on("import.cancelled")], retries: 5 },
  async ({ event, step }) => {
    const { workspaceNo, importNo } = event.data;
    await step.run("drop", async () => dropImportFile(await workspaceCtx(workspaceNo, ID), importNo));
  },
);
