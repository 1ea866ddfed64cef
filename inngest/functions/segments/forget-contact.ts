import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { forgetContacts } from "@/server/segments";

export const forgetContactFunction = inngest.createFunction(
  { id: "segments-forget-contact", triggers: [on("contact.deleted")], retries: 5 },
  async ({ event, step }) => {
    const { workspaceNo, contactNo } = event.data;
    await step.run("forget", () => forgetContacts(workspaceNo, [contactNo]));
  },
);

export const forgetContactsFunction = inngest.createFunction(
  { id: "segments-forget-contacts", triggers: [on("contacts.deleted")], retries: 5 },
  async ({ event, step }) => {
    const { workspaceNo, contactNos } = event.data;
    await step.run("forget", () => forgetContacts(workspaceNo, contactNos));
  },
);
