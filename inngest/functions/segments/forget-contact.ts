import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { forgetContact } from "@/server/segments";

export const forgetContactFunction = inngest.createFunction(
  { id: "segments-forget-contact", triggers: [on("contact.deleted")], retries: 5 },
  async ({ event, step }) => {
    const { workspaceNo, contactNo } = event.data;
    await step.run("forget", () => forgetContact(workspaceNo, contactNo));
  },
);
