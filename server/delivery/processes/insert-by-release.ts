import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { eligibilitySql } from "@/server/consent";
import type { Tx } from "@/server/platform/db";
import type { RunRef } from "../load";
import { BATCH_SIZE } from "../rules/batch-size";

/** When people of each zone are due; everybody else, whose zone is not known, is due at `otherwise`. */
export type Releases = { releases: readonly { zone: string; at: Date }[]; otherwise: Date };

/**
 * The audience of a run at local time, in one statement: batches of people who are due at the same moment, earliest
 * first, each with that moment as the one before which nobody claims it. No timer per person.
 */
export async function insertByRelease(
  tx: Tx,
  { workspaceNo, runNo }: RunRef,
  condition: SQL,
  rules: { refuseDemo: boolean; topicNo: number | null },
  { releases, otherwise }: Releases,
): Promise<{ audience: number; queued: number }> {
  const { joins, code } = eligibilitySql({ purpose: "marketing", channel: "email", ...rules });
  await tx.execute(sql`set local enable_nestloop = off`);
  const due = JSON.stringify(releases.map(({ zone, at }) => ({ zone, at: at.toISOString() })));
  const [row] = await tx.execute<{ queued: number; left_out: number }>(sql`
    with zones as (select zone, at from jsonb_to_recordset(${due}::jsonb) as z(zone text, at timestamptz)),
    judged as materialized (
      select people.contact_no, people.skip, coalesce(zones.at, ${otherwise.toISOString()}::timestamptz) as due
        from (select c.contact_no, c.time_zone, ${sql.raw(code)} as skip
                from (select c.* from contacts c where c.workspace_no = ${workspaceNo} and ${condition}) c
                     ${sql.raw(joins)} offset 0) people
        left join zones on zones.zone = people.time_zone),
    left_out as (
      select contact_no, skip, row_number() over (order by contact_no) - 1 as n from judged where skip is not null),
    queued as (
      select contact_no, due, row_number() over (partition by due order by contact_no) - 1 as n
        from judged where skip is null),
    sizes as (
      select due, people, ((people + ${BATCH_SIZE - 1}::int) / ${BATCH_SIZE}::int)::int as batches
        from (select due, count(*)::int as people from queued group by due) counted),
    groups as (select due, people, batches, (sum(batches) over (order by due) - batches)::int as before from sizes),
    skips as (
      insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no, skip)
      select ${workspaceNo}, ${runNo}, 0, n, contact_no, skip from left_out),
    queue as (
      insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no)
      select ${workspaceNo}, ${runNo}, groups.before + queued.n / ${BATCH_SIZE}::int + 1, queued.n % ${BATCH_SIZE}::int,
             queued.contact_no
        from queued join groups using (due) order by 3, 4),
    batches as (
      insert into send_batches (workspace_no, run_no, batch_no, size, not_before)
      select ${workspaceNo}, ${runNo}, groups.before + b, least(${BATCH_SIZE}::int, people - (b - 1) * ${BATCH_SIZE}::int), due
        from groups, generate_series(1, groups.batches) b)
    select (select count(*)::int from queued) as queued, (select count(*)::int from left_out) as left_out`);
  const [queued, leftOut] = [row?.queued ?? 0, row?.left_out ?? 0];
  return { audience: queued + leftOut, queued };
}
