import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { workspaceCtx } from "@/server/access";
import { failRetype, runRetype } from "@/server/contacts";

const ID = "contacts-run-retype";
const SLICE_MS = 60_000;

/** One change of type of a workspace at a time, in slices of a minute; each batch inside is committed. */
export const runRetypeFunction = inngest.createFunction(
  {
    id: ID,
    triggers: [on("contact-field.retype-requested")],
    retries: 5,
    concurrency: [{ key: "event.data.workspaceNo", limit: 1 }],
    onFailure: async ({ event, error, step }) => {
      const { workspaceNo, retypeNo } = event.data.event.data;
      await step.run("mark-failed", () => failRetype(workspaceNo, retypeNo, error.message));
    },
  },
  async ({ event, step }) => {
    const { workspaceNo, retypeNo } = event.data;
    for (let slice = 1; ; slice += 1) {
      const result = await step.run(`slice-${slice}`, async () =>
        runRetype(await workspaceCtx(workspaceNo, ID), retypeNo, SLICE_MS),
      );
      if (result.state !== "more") return result;
    }
  },
);
