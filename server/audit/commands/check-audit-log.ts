import "server-only";
import { z } from "zod";
import { defineCommand } from "@/server/platform/command";
import { checkChain } from "@/server/platform/hash-chain";

/** Computes the hash chain of the audit log again and says which entry is not what was written. */
export const checkAuditLog = defineCommand({
  name: "audit.check",
  permission: "audit:read",
  input: z.object({}),
  async run(ctx, _input, tx) {
    const check = await checkChain(tx, ctx.workspaceNo, "audit_log", ctx.now);
    return {
      result: check,
      audit: { action: "audit.check", entityType: "audit_log", changes: { rows: check.rows, fault: check.fault } },
      events: [],
    };
  },
});
