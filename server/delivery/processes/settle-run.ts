import "server-only";
import { sql } from "drizzle-orm";
import { DELIVERY_CODES, SKIP_CODES } from "@/contracts/delivery";
import { inPipeline } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";
import type { RunRef } from "../load";

/**
 * For a stopped run: everybody without a verdict becomes `cancelled`, except those a provider may already have (open
 * chunks), who become `unknown` once their worker's lease is over. Set-wise, and safe to repeat.
 */
export async function cancelRest({ workspaceNo, runNo }: RunRef): Promise<void> {
  await inPipeline(async (tx) => {
    const [run] = await tx.execute(sql`
      select 1 from send_runs where workspace_no = ${workspaceNo} and run_no = ${runNo} and state = 'stopped'
         and finished_at is null for update`);
    if (!run) return;
    await tx.execute(sql`
      delete from send_chunks where workspace_no = ${workspaceNo} and run_no = ${runNo}
         and settled_at is null and started_at is null`);
    // A worker that died with a started chunk: nobody may ask the provider again after a stop.
    await tx.execute(sql`
      with dead as (
        update send_chunks c set settled_at = now()
          from send_batches b
         where c.workspace_no = ${workspaceNo} and c.run_no = ${runNo} and c.settled_at is null
           and b.workspace_no = c.workspace_no and b.run_no = c.run_no and b.batch_no = c.batch_no
           and (b.state <> 1 or b.lease_until < now())
        returning c.batch_no, c.seqs)
      insert into deliveries (workspace_no, run_no, batch_no, seq, contact_no, at, status, detail)
      select ${workspaceNo}, ${runNo}, r.batch_no, r.seq, r.contact_no, now(), ${DELIVERY_CODES.unknown}::smallint,
             'The campaign was stopped while this message was on its way to the provider.'
        from dead join run_recipients r on r.workspace_no = ${workspaceNo} and r.run_no = ${runNo}
                                       and r.batch_no = dead.batch_no and r.seq = any (dead.seqs)
      on conflict do nothing`);
    await tx.execute(sql`
      insert into deliveries (workspace_no, run_no, batch_no, seq, contact_no, at, status, skip)
      select ${workspaceNo}, ${runNo}, r.batch_no, r.seq, r.contact_no, now(), ${DELIVERY_CODES.cancelled}::smallint,
             ${SKIP_CODES.campaign_stopped}::smallint
        from run_recipients r
       where r.workspace_no = ${workspaceNo} and r.run_no = ${runNo} and r.batch_no > 0
         and not exists (select 1 from send_chunks c where c.workspace_no = r.workspace_no and c.run_no = r.run_no
                            and c.batch_no = r.batch_no and c.settled_at is null and r.seq = any (c.seqs))
      on conflict do nothing`);
    await tx.execute(sql`
      update send_batches b
         set state = 2, owner = null, lease_until = null, not_before = null, accepted = d.accepted,
             skipped = d.skipped, failed = d.failed, unknown = d.unknown
        from (select batch_no, count(*) as total, count(*) filter (where status = 1) as accepted,
                     count(*) filter (where status = 2) as skipped, count(*) filter (where status = 3) as failed,
                     count(*) filter (where status = 4) as unknown
                from deliveries where workspace_no = ${workspaceNo} and run_no = ${runNo} group by batch_no) d
       where b.workspace_no = ${workspaceNo} and b.run_no = ${runNo} and b.batch_no = d.batch_no and b.state <> 2
         and d.total = b.size`);
  });
}

/** Ends a run none of whose batches is open, and says so once (`delivery.run-drained`). True when it is over. */
export function finishIfDrained({ workspaceNo, runNo }: RunRef): Promise<boolean> {
  return inPipeline(async (tx) => {
    const [run] = await tx.execute<{ finished: boolean }>(sql`
      select finished_at is not null as finished from send_runs
       where workspace_no = ${workspaceNo} and run_no = ${runNo} for update`);
    if (!run || run.finished) return true;
    const done = await tx.execute(sql`
      update send_runs r set finished_at = now(), state = case when r.state = 'ready' then 'done' else r.state end
       where r.workspace_no = ${workspaceNo} and r.run_no = ${runNo}
         and (r.state = 'stopped' or (r.state = 'ready' and r.audience_at is not null))
         and not exists (select 1 from send_batches b where b.workspace_no = r.workspace_no and b.run_no = r.run_no
                            and b.state <> 2)
      returning 1`);
    if (done.length === 0) return false;
    await emitEvents(tx, { workspaceNo, now: new Date(), traceId: currentTraceId() }, [
      { name: "delivery.run-drained", data: { workspaceNo, runNo } },
    ]);
    return true;
  });
}
