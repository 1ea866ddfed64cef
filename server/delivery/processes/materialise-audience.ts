import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { eligibilitySql } from "@/server/consent";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, type Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import type { RunRef } from "../load";

export const BATCH_SIZE = 1000;

export type AudienceCounts = { audience: number; queued: number };

/**
 * Writes the run's people, once: a second call finds `audience_at` set and changes nothing. `audience` is a SELECT of
 * contact_no; naming somebody twice still makes one recipient, and an address is unique among contacts, so nobody is in
 * it twice. Who may not be written to gets the reason here (batch 0), everybody else a place in a batch of 1,000.
 */
export function materialiseAudience(
  ctx: Ctx,
  { runNo, audience, refuseDemo }: { runNo: number; audience: SQL; refuseDemo: boolean },
): Promise<AudienceCounts> {
  const ref = { workspaceNo: ctx.workspaceNo, runNo };
  return inPipeline(async (tx) => {
    const [run] = await tx.execute<{ audience_count: string | null; queued_count: string | null; has: boolean }>(sql`
      select audience_count, queued_count, audience_at is not null as has from send_runs
       where workspace_no = ${ref.workspaceNo} and run_no = ${runNo} for update`);
    if (!run) throw notFound("sending");
    if (run.has) return { audience: Number(run.audience_count), queued: Number(run.queued_count) };
    await insertRecipients(tx, ref, audience, refuseDemo);
    const counts = await insertBatches(tx, ref);
    await tx.execute(sql`
      update send_runs set audience_at = now(), audience_count = ${counts.audience}, queued_count = ${counts.queued}
       where workspace_no = ${ref.workspaceNo} and run_no = ${runNo}`);
    return counts;
  });
}

/** One INSERT .. SELECT; numbering by row_number keeps the primary key append-ordered (data.md §4.1). */
async function insertRecipients(tx: Tx, { workspaceNo, runNo }: RunRef, audience: SQL, refuseDemo: boolean) {
  const { joins, code } = eligibilitySql({ purpose: "marketing", channel: "email", refuseDemo });
  // Straight after an import there are no statistics yet, and a nested loop over a million people takes hours.
  await tx.execute(sql`set local enable_nestloop = off`);
  await tx.execute(sql`
    insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no, skip)
    select ${workspaceNo}, ${runNo}, case when skip is null then (n / ${BATCH_SIZE}::int + 1)::int else 0 end,
           case when skip is null then (n % ${BATCH_SIZE}::int)::int else n::int end, contact_no, skip
      from (select contact_no, skip, row_number() over (partition by skip is null order by contact_no) - 1 as n
              from (select c.contact_no, ${sql.raw(code)} as skip
                      from contacts c ${sql.raw(joins)}
                     where c.workspace_no = ${workspaceNo} and c.contact_no in (${audience})) judged) numbered
     order by 3, 4`);
}

async function insertBatches(tx: Tx, { workspaceNo, runNo }: RunRef): Promise<AudienceCounts> {
  const rows = await tx.execute<{ batch_no: number; size: number }>(sql`
    with sizes as (select batch_no, count(*)::int as size from run_recipients
                    where workspace_no = ${workspaceNo} and run_no = ${runNo} group by batch_no),
         put as (insert into send_batches (workspace_no, run_no, batch_no, size)
                 select ${workspaceNo}, ${runNo}, batch_no, size from sizes where batch_no > 0)
    select batch_no, size from sizes`);
  const audience = rows.reduce((sum, row) => sum + row.size, 0);
  const queued = rows.reduce((sum, row) => sum + (row.batch_no > 0 ? row.size : 0), 0);
  return { audience, queued };
}
