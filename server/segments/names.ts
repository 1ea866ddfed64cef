import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { describeCondition } from "@/contracts/describe-condition";
import type { Condition } from "@/contracts/documents/condition";
import { segments } from "@/drizzle/schema/segments";
import type { Tx } from "@/server/platform/db";
import { loadVocabulary } from "./vocabulary";

/** The names of these segments by id; one that is gone is left out. */
export async function segmentNames(tx: Tx, workspaceNo: number, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: segments.id, name: segments.name })
    .from(segments)
    .where(and(eq(segments.workspaceNo, workspaceNo), inArray(segments.id, [...new Set(ids)])));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Rules as sentences, in their order. */
export async function describeRules(tx: Tx, workspaceNo: number, rules: readonly Condition[]): Promise<string[]> {
  if (rules.length === 0) return [];
  const { all } = await loadVocabulary(tx, workspaceNo, rules);
  return rules.map((rule) => describeCondition(rule, all));
}
