import { inngest } from "@/inngest/client";
import { checkDueDomains } from "@/server/channels";

/** Every ten minutes: sending domains whose records were not looked at for a while. */
export const checkSendingDomains = inngest.createFunction(
  { id: "channels-check-domains", triggers: [{ cron: "*/10 * * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  ({ step }) => step.run("check", () => checkDueDomains()),
);
