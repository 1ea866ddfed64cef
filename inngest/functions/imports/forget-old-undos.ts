import { inngest } from "@/inngest/client";
import { forgetOldUndos } from "@/server/imports";

export const forgetOldUndosFunction = inngest.createFunction(
  { id: "imports-forget-old-undos", triggers: [{ cron: "41 * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  async ({ step }) => step.run("forget", () => forgetOldUndos(new Date())),
);
