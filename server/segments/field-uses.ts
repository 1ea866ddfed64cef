import "server-only";
import { sql } from "drizzle-orm";
import type { FieldDefinition } from "@/contracts/contacts";
import type { Condition } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { conditionFaults } from "@/contracts/operators";
import { registerFieldUses } from "@/server/contacts";
import { inPipeline, type Tx } from "@/server/platform/db";
import { conditionWorkspace } from "./load";

type Row = { segment_no: number; id: string; name: string; condition: Condition; key: string };

/** Segments whose rule names one of these contact fields, once for each of them. */
async function segmentsNaming(tx: Tx, workspaceNo: number, keys: readonly string[]): Promise<Row[]> {
  return [
    ...(await tx.execute<Row>(sql`
      select s.segment_no, s.id, s.name, s.condition, f.key
        from segments s
        cross join lateral (
          select distinct n #>> '{}' as key
            from jsonb_path_query(s.condition, '$.** ? (@.kind == "attribute").field') as n) f
       where s.workspace_no = ${workspaceNo}::int
         and f.key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
       order by s.name, s.segment_no`)),
  ];
}

registerFieldUses("segments", async (tx, workspaceNo, { keys, next }) => {
  const rows = await segmentsNaming(tx, workspaceNo, keys);
  const fields = next ? new Map((await conditionWorkspace(tx, workspaceNo)).fields) : null;
  const field = next ? fields?.get(next.key) : undefined;
  if (next && fields && field) fields.set(next.key, { ...field, type: next.type });
  return rows.map((row) => ({
    key: row.key,
    type: "segment" as const,
    id: publicId("segment", row.id),
    name: row.name,
    blocks: true,
    breaks: fields !== null && problemOf(row.condition, fields) !== null,
  }));
});

const problemOf = (condition: Condition, fields: ReadonlyMap<string, FieldDefinition>): string | null =>
  conditionFaults(condition, fields)[0]?.detail ?? null;

/**
 * A field has another type: segments whose comparison no longer fits it say so and keep the members of their last
 * refresh; those that can be evaluated again are due for a refresh. Safe to repeat.
 */
export async function recheckSegmentsOf(workspaceNo: number, key: string): Promise<{ broken: number }> {
  return inPipeline(async (tx) => {
    const { fields } = await conditionWorkspace(tx, workspaceNo);
    let broken = 0;
    for (const row of await segmentsNaming(tx, workspaceNo, [key])) {
      const problem = problemOf(row.condition, fields);
      if (problem) broken += 1;
      await tx.execute(sql`
        update segments
           set refresh_state = ${problem ? "failed" : "never"}, refresh_problem = ${problem}
         where workspace_no = ${workspaceNo}::int and segment_no = ${row.segment_no}::int and status = 'active'
           and (${problem !== null}::boolean or refresh_state = 'failed')`);
    }
    return { broken };
  });
}
