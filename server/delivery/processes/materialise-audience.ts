import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { eligibilitySql } from "@/server/consent";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, type Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import type { RunRef } from "../load";
import { BATCH_SIZE } from "../rules/batch-size";
import { insertByRelease, type Releases } from "./insert-by-release";

type RunFacts = {
  state: string;
  audience_count: string | null;
  queued_count: string | null;
  has: boolean;
  topic_no: number | null;
};
export type AudienceCounts = { audience: number; queued: number };

/**
 * Writes the run's people, once: a second call finds `audience_at` set and changes nothing. `condition` is a predicate
 * over `contacts c` of this workspace, so nobody can be named twice, and an address is unique among contacts. Who may
 * not be written to gets the reason here (batch 0), everybody else a place in a batch of 1,000; with `releases`, in one of
 * those that leave when the clock of their zone says so.
 */
export function materialiseAudience(
  ctx: Ctx,
  {
    runNo,
    condition,
    refuseDemo,
    releases = null,
  }: { runNo: number; condition: SQL; refuseDemo: boolean; releases?: Releases | null },
): Promise<AudienceCounts> {
  const ref = { workspaceNo: ctx.workspaceNo, runNo };
  return inPipeline(async (tx) => {
    const [run] = await tx.execute<RunFacts>(sql`
      select state, audience_count, queued_count, audience_at is not null as has,
             (content ->> 'topicNo')::int as topic_no
        from send_runs
       where workspace_no = ${ref.workspaceNo} and run_no = ${runNo} for update`);
    if (!run) throw notFound("sending");
    if (run.has) return { audience: Number(run.audience_count), queued: Number(run.queued_count) };
    // Stopped before it had an audience: whoever were written down now would wait for a verdict for ever.
    if (run.state === "stopped") return { audience: 0, queued: 0 };
    const rules = { refuseDemo, topicNo: run.topic_no };
    const counts = releases
      ? await insertByRelease(tx, ref, condition, rules, releases)
      : await insertRecipients(tx, ref, condition, rules);
    await tx.execute(sql`
      update send_runs set audience_at = now(), audience_count = ${counts.audience}, queued_count = ${counts.queued}
       where workspace_no = ${ref.workspaceNo} and run_no = ${runNo}`);
    return counts;
  });
}

/**
 * One statement, one scan. Who goes and who stays is gathered in two arrays and unfolded with their positions: a window
 * over everybody costs twice as much. Ascending positions keep the primary key append-ordered (data.md §4.1). OFFSET 0
 * keeps the planner from working out the reason of each person once per array.
 */
async function insertRecipients(
  tx: Tx,
  { workspaceNo, runNo }: RunRef,
  condition: SQL,
  rules: { refuseDemo: boolean; topicNo: number | null },
): Promise<AudienceCounts> {
  const { joins, code } = eligibilitySql({ purpose: "marketing", channel: "email", ...rules });
  // Straight after an import there are no statistics yet, and a nested loop over a million people takes hours.
  await tx.execute(sql`set local enable_nestloop = off`);
  const [row] = await tx.execute<{ queued: number; left_out: number }>(sql`
    with judged as materialized (
      select coalesce(array_agg(contact_no) filter (where skip is null), '{}') as queued,
             coalesce(array_agg(contact_no) filter (where skip is not null), '{}') as left_out,
             coalesce(array_agg(skip) filter (where skip is not null), '{}') as reasons
        from (select c.contact_no, ${sql.raw(code)} as skip
                from (select c.* from contacts c where c.workspace_no = ${workspaceNo} and ${condition}) c
                     ${sql.raw(joins)} offset 0) people),
    skips as (
      insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no, skip)
      select ${workspaceNo}, ${runNo}, 0, generate_series(0, cardinality(left_out) - 1), unnest(left_out), unnest(reasons)
        from judged),
    queue as (
      insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no)
      select ${workspaceNo}, ${runNo}, n / ${BATCH_SIZE}::int + 1, n % ${BATCH_SIZE}::int, contact_no
        from (select generate_series(0, cardinality(queued) - 1) as n, unnest(queued) as contact_no from judged) numbered),
    batches as (
      insert into send_batches (workspace_no, run_no, batch_no, size)
      select ${workspaceNo}, ${runNo}, b, least(${BATCH_SIZE}::int, cardinality(queued) - (b - 1) * ${BATCH_SIZE}::int)
        from judged, generate_series(1, (cardinality(queued) + ${BATCH_SIZE - 1}::int) / ${BATCH_SIZE}::int) b)
    select cardinality(queued) as queued, cardinality(left_out) as left_out from judged`);
  const [queued, leftOut] = [row?.queued ?? 0, row?.left_out ?? 0];
  return { audience: queued + leftOut, queued };
}
