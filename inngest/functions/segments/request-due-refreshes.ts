import { inngest } from "@/inngest/client";
import { requestDueRefreshes } from "@/server/segments";

export const requestDueRefreshesFunction = inngest.createFunction(
  { id: "segments-request-due-refreshes", triggers: [{ cron: "* * * * *" }], retries: 1 },
  async ({ step }) => step.run("request", () => requestDueRefreshes()),
);
