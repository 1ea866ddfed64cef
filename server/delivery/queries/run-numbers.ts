import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { RunNumbers } from "@/contracts/reports";
import { defineQuery } from "@/server/platform/command";

type Row = Record<keyof RunNumbers, string> & { run_no: number };

/**
 * The few numbers a list needs of many runs, in one statement and without reading the verdicts of batches that are
 * done: those carry counts of their rows, which never change. Leans on message_hits_message and delivery_events_message.
 */
export const runNumbers = defineQuery({
  name: "delivery.run-numbers",
  permission: "campaign:read",
  input: z.object({ runNos: z.array(z.number().int()).max(100) }),
  async run(ctx, { runNos }, tx): Promise<Map<number, RunNumbers>> {
    if (runNos.length === 0) return new Map();
    const rows = await tx.execute<Row>(sql`
      select r.run_no, b.sent + o.sent + e.found as sent, e.bounced, h.opens, h.clicks, h.unsubscribes,
             case when p.kind = 'local' then b.sent + o.sent + e.found - e.lost + e.surprising else e.delivered end as delivered
        from send_runs r
        left join providers p on p.workspace_no = r.workspace_no and p.provider_no = r.provider_no
        cross join lateral (
          select coalesce(sum(s.accepted), 0) as sent from send_batches s
           where s.workspace_no = r.workspace_no and s.run_no = r.run_no and s.state = 2) b
        cross join lateral (
          select count(*) filter (where d.status = 1) as sent
            from send_batches s
            join deliveries d on d.workspace_no = s.workspace_no and d.run_no = s.run_no and d.batch_no = s.batch_no
           where s.workspace_no = r.workspace_no and s.run_no = r.run_no and s.state <> 2) o
        cross join lateral (
          select count(*) filter (where ok and status = 4) as found,
                 count(*) filter (where bounced and not complained) as bounced,
                 count(*) filter (where delivered and not bounced and not complained) as delivered,
                 count(*) filter (where ok and (bounced or complained)) as lost,
                 count(*) filter (where not ok and delivered and not bounced and not complained) as surprising
            from (select d.status, n.*,
                         d.status = 1 or (d.status = 4 and coalesce(n.resolved, '') = 'resolved_accepted') as ok
                    from (select v.batch_no, v.seq, bool_or(v.kind = 'bounced') as bounced,
                                 bool_or(v.kind = 'complained') as complained, bool_or(v.kind = 'delivered') as delivered,
                                 (array_agg(v.kind order by v.event_no) filter (where v.kind like 'resolved%'))[1] as resolved
                            from delivery_events v where v.workspace_no = r.workspace_no and v.run_no = r.run_no
                           group by v.batch_no, v.seq) n
                    join deliveries d on d.workspace_no = r.workspace_no and d.run_no = r.run_no
                                     and d.batch_no = n.batch_no and d.seq = n.seq) news) e
        cross join lateral (
          select count(*) filter (where kind = 'open') as opens, count(*) filter (where kind = 'click') as clicks,
                 count(*) filter (where kind = 'unsubscribe') as unsubscribes
            from (select m.kind, m.batch_no, m.seq from message_hits m
                   where m.workspace_no = r.workspace_no and m.run_no = r.run_no
                     and (m.verdict = 'human' or m.kind = 'unsubscribe')
                   group by m.kind, m.batch_no, m.seq) people) h
       where r.workspace_no = ${ctx.workspaceNo} and r.run_no in (select value::int from jsonb_array_elements_text(${JSON.stringify(runNos)}::jsonb))`);
    return new Map(
      rows.map(({ run_no, ...n }) => [
        run_no,
        {
          sent: Number(n.sent),
          delivered: Number(n.delivered),
          opens: Number(n.opens),
          clicks: Number(n.clicks),
          unsubscribes: Number(n.unsubscribes),
          bounced: Number(n.bounced),
        },
      ]),
    );
  },
});
