import "server-only";
import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { ImportMapping } from "@/contracts/imports";
import { importMappings } from "@/drizzle/schema/imports";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";

/** Files with the same headings in the same order are the same kind of file, however their letters are written. */
const keyOf = (headings: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify(headings.map((name) => name.trim().toLowerCase())))
    .digest("hex");

/** Keeps how the columns were mapped; who gets tags or goes on a list is said anew for each file. */
export async function rememberMapping(
  tx: Tx,
  ctx: Ctx,
  headings: readonly string[],
  { tags: _tags, listId: _listId, ...mapping }: ImportMapping,
): Promise<void> {
  await tx
    .insert(importMappings)
    .values({ workspaceNo: ctx.workspaceNo, headingsKey: keyOf(headings), mapping, usedAt: ctx.now })
    .onConflictDoUpdate({
      target: [importMappings.workspaceNo, importMappings.headingsKey],
      set: { mapping, usedAt: ctx.now },
    });
}

export async function recallMapping(
  tx: Tx,
  workspaceNo: number,
  headings: readonly string[],
): Promise<ImportMapping | null> {
  const [row] = await tx
    .select({ mapping: importMappings.mapping })
    .from(importMappings)
    .where(and(eq(importMappings.workspaceNo, workspaceNo), eq(importMappings.headingsKey, keyOf(headings))));
  return row?.mapping ?? null;
}
