import "server-only";
import { workspaceCtx } from "@/server/access";
import { pipelineSql } from "@/server/platform/db";
import { logger } from "@/server/platform/logger";
import { checkAuditLog } from "../commands/check-audit-log";

/** Checks the audit log of each workspace, one after the other, and says in the log where one was tampered with. */
export async function checkAuditLogs(): Promise<{ checked: number; tampered: number }> {
  const chains = await pipelineSql()<{ workspace_no: number }[]>`
    select workspace_no from chain_heads where chain = 'audit_log' order by workspace_no`;
  let tampered = 0;
  for (const { workspace_no: workspaceNo } of chains) {
    const { fault } = await checkAuditLog(await workspaceCtx(workspaceNo, "check-audit-logs"), {});
    if (!fault) continue;
    tampered += 1;
    logger().error({ workspaceNo, ...fault }, "the audit log of a workspace is not what was written");
  }
  return { checked: chains.length, tampered };
}
