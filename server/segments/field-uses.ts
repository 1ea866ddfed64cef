import "server-only";
import { sql } from "drizzle-orm";
import { conditionFaults } from "@/contracts/condition-faults";
import type { FieldDefinition } from "@/contracts/contacts";
import type { Condition } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import type { Vocabulary } from "@/contracts/vocabulary";
import { registerFieldUses } from "@/server/contacts";
import { inPipeline, type Tx } from "@/server/platform/db";
import { loadVocabulary } from "./vocabulary";

type Row = { segment_no: number; id: string; name: string; condition: Condition; key: string };

/** Segments whose rule names one of these contact fields, once for each of them. Index: segment_references_named. */
async function segmentsNaming(tx: Tx, workspaceNo: number, keys: readonly string[]): Promise<Row[]> {
  return [
    ...(await tx.execute<Row>(sql`
      select s.segment_no, s.id, s.name, s.condition, r.named as key
        from segment_references r
        join segments s on s.workspace_no = r.workspace_no and s.segment_no = r.segment_no
       where r.workspace_no = ${workspaceNo}::int and r.kind = 'field'
         and r.named in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
       order by s.name, s.segment_no`)),
  ];
}

registerFieldUses("segments", async (tx, workspaceNo, { keys, next }) => {
  const rows = await segmentsNaming(tx, workspaceNo, keys);
  const words = next ? await wordsFor(tx, workspaceNo, rows) : null;
  const field = next ? words?.fields.get(next.key) : undefined;
  const then = words && next && field ? withField(words, { ...field, type: next.type }) : words;
  return rows.map((row) => ({
    key: row.key,
    type: "segment" as const,
    id: publicId("segment", row.id),
    name: row.name,
    blocks: true,
    breaks: then !== null && problemOf(row.condition, then) !== null,
  }));
});

/** Archived fields count as there: only the type is in question. */
async function wordsFor(tx: Tx, workspaceNo: number, rows: readonly Row[]): Promise<Vocabulary> {
  const { all } = await loadVocabulary(
    tx,
    workspaceNo,
    rows.map((row) => row.condition),
  );
  return all;
}

const withField = (words: Vocabulary, field: FieldDefinition): Vocabulary => ({
  ...words,
  fields: new Map([...words.fields, [field.key, field]]),
});

const problemOf = (condition: Condition, words: Vocabulary): string | null =>
  conditionFaults(condition, words)[0]?.detail ?? null;

/**
 * A field has another type: segments whose comparison no longer fits it say so and keep the members of their last
 * refresh; those that can be evaluated again are due for a refresh. Safe to repeat.
 */
export async function recheckSegmentsOf(workspaceNo: number, key: string): Promise<{ broken: number }> {
  return inPipeline(async (tx) => {
    const rows = await segmentsNaming(tx, workspaceNo, [key]);
    const words = await wordsFor(tx, workspaceNo, rows);
    let broken = 0;
    for (const row of rows) {
      const problem = problemOf(row.condition, words);
      if (problem) broken += 1;
      await tx.execute(sql`
        update segments
           set refresh_state = ${problem ? "failed" : "never"}, refresh_problem = ${problem}, next_refresh_at = now()
         where workspace_no = ${workspaceNo}::int and segment_no = ${row.segment_no}::int and status = 'active'
           and (${problem !== null}::boolean or refresh_state = 'failed')`);
    }
    return { broken };
  });
}
