import "server-only";
import { and, eq } from "drizzle-orm";
import { providers } from "@/drizzle/schema/channels";
import { sendRuns } from "@/drizzle/schema/delivery";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

/**
 * In the Local Inbox, being accepted is being delivered: no later word will come. NOT_FOUND when there is no such run.
 * Both tables by primary key.
 */
export async function isLocalRun(tx: Tx, workspaceNo: number, runNo: number): Promise<boolean> {
  const [row] = await tx
    .select({ kind: providers.kind })
    .from(sendRuns)
    .leftJoin(
      providers,
      and(eq(providers.workspaceNo, sendRuns.workspaceNo), eq(providers.providerNo, sendRuns.providerNo)),
    )
    .where(and(eq(sendRuns.workspaceNo, workspaceNo), eq(sendRuns.runNo, runNo)));
  if (!row) throw notFound("sending");
  return row.kind === "local";
}
