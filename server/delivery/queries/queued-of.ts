import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { sendRuns } from "@/drizzle/schema/delivery";
import type { Tx } from "@/server/platform/db";

/** How many people each of these runs was to write to, once its audience was written down. */
export async function queuedOf(tx: Tx, workspaceNo: number, runNos: readonly number[]): Promise<Map<number, number>> {
  if (runNos.length === 0) return new Map();
  const rows = await tx
    .select({ runNo: sendRuns.runNo, queued: sendRuns.queuedCount })
    .from(sendRuns)
    .where(and(eq(sendRuns.workspaceNo, workspaceNo), inArray(sendRuns.runNo, [...runNos])));
  return new Map(rows.flatMap(({ runNo, queued }) => (queued === null ? [] : [[runNo, queued] as const])));
}
