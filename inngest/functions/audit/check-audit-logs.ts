import { inngest } from "@/inngest/client";
import { checkAuditLogs } from "@/server/audit";

/** Every night; what it finds stands on the audit screen and in the process log. */
export const checkAuditLogsFunction = inngest.createFunction(
  { id: "audit-check-logs", triggers: [{ cron: "41 3 * * *" }], retries: 1, concurrency: [{ limit: 1 }] },
  async ({ step }) => step.run("check", () => checkAuditLogs()),
);
