import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import {
  type RunTimeline,
  TIMELINE_LENGTH,
  type TimelinePoint,
  type TimelineStep,
  timelineStepSchema,
} from "@/contracts/reports";
import { defineQuery } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { loadRun } from "../load";

const STEP_SECONDS: Record<TimelineStep, number> = { minute: 60, hour: 3600 };

type Row = { step: number; what: keyof TimelinePoint; n: number };

/**
 * The course of a run. Sent messages stand where the provider took them, people where they first opened or clicked, so
 * all points and the rest add up to the report. Leans on the primary key of deliveries and message_hits_message.
 */
export const runTimeline = defineQuery({
  name: "delivery.run-timeline",
  permission: "campaign:read",
  input: z.object({ runNo: z.number().int(), step: timelineStepSchema }),
  async run(ctx, { runNo, step }, tx): Promise<RunTimeline> {
    const run = await loadRun(tx, ctx.workspaceNo, runNo);
    const startMs = startOf(run.firstAcceptedAt ?? run.audienceAt ?? run.createdAt, step);
    const rows = await stepsOf(tx, { workspaceNo: ctx.workspaceNo, runNo, startMs, step });
    const passed = Math.floor((ctx.now.getTime() - startMs) / (STEP_SECONDS[step] * 1000)) + 1;
    const length = Math.min(TIMELINE_LENGTH[step], Math.max(1, passed));
    const points = Array.from({ length }, nothing);
    const later = nothing();
    for (const row of rows) (points[row.step] ?? later)[row.what] += row.n;
    return { step, startedAt: new Date(startMs).toISOString(), points, later };
  },
});

const nothing = (): TimelinePoint => ({ sent: 0, opens: 0, clicks: 0 });

function startOf(at: Date, step: TimelineStep): number {
  const ms = STEP_SECONDS[step] * 1000;
  return Math.floor(at.getTime() / ms) * ms;
}

type Span = { workspaceNo: number; runNo: number; startMs: number; step: TimelineStep };

/** What came before the first step (a clock that runs behind) counts as the first. */
function stepsOf(tx: Tx, { workspaceNo, runNo, startMs, step }: Span): Promise<Row[]> {
  const start = new Date(startMs).toISOString();
  const stepAt = sql`greatest(0, floor(extract(epoch from at - ${start}::timestamptz) / ${STEP_SECONDS[step]}::int))::int`;
  return tx.execute<Row>(sql`
    with found as (
      select distinct on (batch_no, seq) batch_no, seq, kind from delivery_events
       where workspace_no = ${workspaceNo} and run_no = ${runNo} and kind like 'resolved%'
       order by batch_no, seq, event_no),
    sent as (
      select d.at from deliveries d
        left join found f on f.batch_no = d.batch_no and f.seq = d.seq
       where d.workspace_no = ${workspaceNo} and d.run_no = ${runNo}
         and (d.status = 1 or (d.status = 4 and f.kind = 'resolved_accepted'))),
    firsts as (
      select kind, min(at) as at from message_hits
       where workspace_no = ${workspaceNo} and run_no = ${runNo} and verdict = 'human' and kind in ('open', 'click')
       group by kind, batch_no, seq)
    select ${stepAt} as step, 'sent' as what, count(*)::int as n from sent group by 1
    union all
    select ${stepAt}, case kind when 'open' then 'opens' else 'clicks' end, count(*)::int from firsts group by 1, 2`);
}
