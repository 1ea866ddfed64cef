import "server-only";
import { workspaceCtx } from "@/server/access";
import { pipelineSql } from "@/server/platform/db";
import { logger } from "@/server/platform/logger";
import { checkLedger } from "../commands/check-ledger";

/** Checks the ledger of each workspace, one after the other, and says in the log where one was tampered with. */
export async function checkLedgers(): Promise<{ checked: number; tampered: number }> {
  const chains = await pipelineSql()<{ workspace_no: number }[]>`
    select workspace_no from chain_heads where chain = 'consent_ledger' order by workspace_no`;
  let tampered = 0;
  for (const { workspace_no: workspaceNo } of chains) {
    const { fault } = await checkLedger(await workspaceCtx(workspaceNo, "check-ledgers"), {});
    if (!fault) continue;
    tampered += 1;
    logger().error({ workspaceNo, ...fault }, "the consent ledger of a workspace is not what was written");
  }
  return { checked: chains.length, tampered };
}
