import { inngest } from "@/inngest/client";
import { checkLedgers } from "@/server/consent";

/** Every night; what it finds stands on the consent screen, in the audit log and in the process log. */
export const checkLedgersFunction = inngest.createFunction(
  { id: "consent-check-ledgers", triggers: [{ cron: "23 3 * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  async ({ step }) => step.run("check", () => checkLedgers()),
);
