import { inngest } from "@/inngest/client";
import { forgetOldSnapshots as forget } from "@/server/contacts";

export const forgetOldSnapshots = inngest.createFunction(
  { id: "contacts-forget-old-snapshots", triggers: [{ cron: "41 3 * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  async ({ step }) => step.run("forget", () => forget(new Date())),
);
