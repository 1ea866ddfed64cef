import "server-only";
import { z } from "zod";
import { defineQuery } from "@/server/platform/command";
import { lastChainCheck } from "@/server/platform/hash-chain";

/** What the last check of the audit log's hash chain found. */
export const getAuditCheck = defineQuery({
  name: "audit.last-check",
  permission: "audit:read",
  input: z.object({}),
  run: (ctx, _input, tx) => lastChainCheck(tx, ctx.workspaceNo, "audit_log"),
});
