import "server-only";
import { and, eq } from "drizzle-orm";
import { providers } from "@/drizzle/schema/channels";
import type { Tx } from "@/server/platform/db";

/** In the Local Inbox, being accepted is being delivered: no later word will come. */
export async function isLocalRun(tx: Tx, run: { workspaceNo: number; providerNo: number }): Promise<boolean> {
  const [row] = await tx
    .select({ kind: providers.kind })
    .from(providers)
    .where(and(eq(providers.workspaceNo, run.workspaceNo), eq(providers.providerNo, run.providerNo)));
  return row?.kind === "local";
}
