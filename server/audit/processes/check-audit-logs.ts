import "server-only";
import { jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { logger } from "@/server/platform/logger";
import { checkAuditLog } from "../commands/check-audit-log";

/** Checks the audit log of each workspace, one after the other, and says in the log where one was tampered with. */
export async function checkAuditLogs(): Promise<{ checked: number; tampered: number }> {
  const chains = await pipelineSql()<{ workspace_no: number; id: string }[]>`
    select w.workspace_no, w.id from chain_heads h join workspaces w using (workspace_no)
     where h.chain = 'audit_log' order by w.workspace_no`;
  let tampered = 0;
  for (const { workspace_no: workspaceNo, id: workspaceId } of chains) {
    const { fault } = await checkAuditLog(jobCtx({ workspaceNo, workspaceId }, "check-audit-logs"), {});
    if (!fault) continue;
    tampered += 1;
    logger().error({ workspaceNo, ...fault }, "the audit log of a workspace is not what was written");
  }
  return { checked: chains.length, tampered };
}
