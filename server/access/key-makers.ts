import "server-only";
import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { apiKeys } from "@/drizzle/schema/access";
import type { Tx } from "@/server/platform/db";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Who made the API keys among these actors, revoked ones too: a key acts for the member that made it. */
export async function keyMakers(tx: Tx, workspaceNo: number, actorIds: readonly (string | null)[]): Promise<string[]> {
  const ids = actorIds.filter((id): id is string => id !== null && UUID.test(id));
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ createdBy: apiKeys.createdBy })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceNo, workspaceNo), inArray(apiKeys.id, ids), isNotNull(apiKeys.createdBy)));
  return rows.flatMap(({ createdBy }) => createdBy ?? []);
}
