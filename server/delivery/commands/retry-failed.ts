import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { eligibilitySql } from "@/server/consent";
import { defineCommand, defineQuery } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { lockRun, sendAgain } from "../again-run";
import { loadRun } from "../load";

/**
 * Failed messages another try can help: refused, or found not to have arrived; nobody has sent them again yet, no later
 * news says that they did arrive, and the person may still be written to. Never `unknown` ones: those need a person's
 * word. Leans on the primary keys.
 */
function retryableSql(workspaceNo: number, runNo: number, topicNo: number | null): SQL {
  const { joins, code } = eligibilitySql({ purpose: "marketing", channel: "email", topicNo, refuseDemo: false });
  return sql`
    select f.batch_no, f.seq, f.contact_no
      from (select d.workspace_no, d.batch_no, d.seq, d.contact_no
              from deliveries d
              left join lateral (
                select bool_or(e.kind = 'sent_again') as again,
                       bool_or(e.kind in ('delivered', 'bounced', 'complained')) as arrived,
                       (array_agg(e.kind order by e.event_no) filter (where e.kind like 'resolved%'))[1] as resolved
                  from delivery_events e
                 where e.workspace_no = d.workspace_no and e.run_no = d.run_no and e.batch_no = d.batch_no
                   and e.seq = d.seq) n on true
             where d.workspace_no = ${workspaceNo} and d.run_no = ${runNo} and d.status in (3, 4)
               and (d.status = 3 or n.resolved = 'resolved_failed')
               and not coalesce(n.again, false) and not coalesce(n.arrived, false)) f
      join contacts c on c.workspace_no = f.workspace_no and c.contact_no = f.contact_no
           ${sql.raw(joins)}
     where ${sql.raw(code)} is null`;
}

/** How many failed messages could be tried again. */
export const countRetryable = defineQuery({
  name: "delivery.count-retryable",
  permission: "campaign:read",
  input: z.object({ runNo: z.number().int() }),
  async run(ctx, { runNo }, tx): Promise<number> {
    const run = await loadRun(tx, ctx.workspaceNo, runNo);
    const [row] = await tx.execute<{ people: number }>(sql`
      select count(*)::int as people from (${retryableSql(ctx.workspaceNo, runNo, run.content.topicNo ?? null)}) f`);
    return row?.people ?? 0;
  },
});

/**
 * A member tries failed messages again: a new run with new message ids for exactly those people, as for unknown ones.
 * The first verdict stays, and each message is tried again once.
 */
export const retryFailed = defineCommand({
  name: "delivery.retry-failed",
  permission: "campaign:launch",
  input: z.object({ runNo: z.number().int() }),
  async run(ctx, { runNo }, tx) {
    const run = await lockRun(tx, ctx, runNo);
    const rows = await tx.execute<{ contact_no: string }>(sql`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, source)
      select ${ctx.workspaceNo}, ${runNo}, f.batch_no, f.seq, f.contact_no, 'sent_again',
             ${ctx.now.toISOString()}::timestamptz, 'member'
        from (${retryableSql(ctx.workspaceNo, runNo, run.content.topicNo ?? null)}) f
      returning contact_no`);
    if (rows.length === 0)
      throw new AppError(
        "CONFLICT",
        "None of the failed messages can be tried again: they were tried already, or the people may not be written to any more.",
        { reason: "NOTHING_TO_RETRY" },
      );
    const again = await sendAgain(
      tx,
      ctx,
      run,
      rows.map((row) => Number(row.contact_no)),
    );
    return {
      result: { people: rows.length, runId: again.runId },
      audit: {
        action: "delivery.retry-failed",
        entityType: "run",
        entityId: run.id,
        changes: { people: rows.length, againRun: again.runId },
      },
      events: [{ name: "delivery.run-ready", data: { workspaceNo: ctx.workspaceNo, runNo: again.runNo } }],
    };
  },
});
