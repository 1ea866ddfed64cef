import { inngest } from "@/inngest/client";
import { forgetOldJobs } from "@/server/people";

export const forgetOldJobsFunction = inngest.createFunction(
  { id: "people-forget-old-jobs", triggers: [{ cron: "27 * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  async ({ step }) => step.run("forget", () => forgetOldJobs(new Date())),
);
