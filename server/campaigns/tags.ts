import "server-only";
import { sql } from "drizzle-orm";
import { tagKey } from "@/contracts/tags";
import type { Tx } from "@/server/platform/db";

/** Every tag campaigns of the workspace carry, the archived ones' too, with how many, by name. */
export async function campaignTags(tx: Tx, workspaceNo: number): Promise<{ name: string; campaigns: number }[]> {
  const rows = await tx.execute<{ name: string; campaigns: number }>(sql`
    select t.name, count(*)::int as campaigns from campaigns c, unnest(c.tags) as t(name)
     where c.workspace_no = ${workspaceNo} group by t.name order by lower(t.name), t.name`);
  return [...rows];
}

/** Tags as the workspace already spells them: "promo" joins "Promo". */
export async function knownSpelling(tx: Tx, workspaceNo: number, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const known = new Map((await campaignTags(tx, workspaceNo)).map(({ name }) => [tagKey(name), name]));
  return names.map((name) => known.get(tagKey(name)) ?? name);
}
