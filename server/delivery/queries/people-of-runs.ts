import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/server/platform/db";

/**
 * How many people each of these runs was to write to, once its audience was written down; of one that has ended, how
 * many it did write to, as its report says. Its batches are all done, and done ones carry counts of their rows.
 */
export async function peopleOfRuns(
  tx: Tx,
  workspaceNo: number,
  runNos: readonly number[],
): Promise<Map<number, number>> {
  if (runNos.length === 0) return new Map();
  const rows = await tx.execute<{ run_no: number; people: number | null }>(sql`
    select r.run_no, case when r.finished_at is null then r.queued_count else
             (select coalesce(sum(s.accepted), 0) from send_batches s
               where s.workspace_no = r.workspace_no and s.run_no = r.run_no) +
             (select count(*)
                from (select (array_agg(v.kind order by v.event_no))[1] as kind from delivery_events v
                       where v.workspace_no = r.workspace_no and v.run_no = r.run_no and v.kind like 'resolved%'
                       group by v.batch_no, v.seq) found
               where found.kind = 'resolved_accepted') end::int as people
      from send_runs r
     where r.workspace_no = ${workspaceNo} and r.run_no in (select value::int from jsonb_array_elements_text(${JSON.stringify(runNos)}::jsonb))`);
  return new Map(rows.flatMap(({ run_no, people }) => (people === null ? [] : [[run_no, people] as const])));
}
