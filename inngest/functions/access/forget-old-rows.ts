import { inngest } from "@/inngest/client";
import { forgetOldRows as forget } from "@/server/access";

export const forgetOldRows = inngest.createFunction(
  { id: "access-forget-old-rows", triggers: [{ cron: "17 * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  async ({ step }) => step.run("forget", () => forget(new Date())),
);
