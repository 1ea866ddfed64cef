import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type RunCounts, skipReasonOf } from "@/contracts/delivery";
import { defineQuery } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { isLocalRun } from "./is-local-run";

type Row = Record<
  | "audience"
  | "accepted"
  | "failed"
  | "unknown"
  | "sent_again"
  | "cancelled"
  | "skipped"
  | "delivered"
  | "bounced"
  | "complained",
  string
>;

/** Every number is a count of the rows of this run, taken in one snapshot; they add up to the audience. */
export const runCounts = defineQuery({
  name: "delivery.run-counts",
  permission: "campaign:read",
  input: z.object({ runNo: z.number().int() }),
  async run(ctx, { runNo }, tx): Promise<RunCounts> {
    return countRun(tx, ctx.workspaceNo, runNo, await isLocalRun(tx, ctx.workspaceNo, runNo));
  },
});

export async function countRun(tx: Tx, workspaceNo: number, runNo: number, isLocal: boolean): Promise<RunCounts> {
  const [[row], skips, hits] = await Promise.all([
    tx.execute<Row>(statesSql(workspaceNo, runNo, isLocal)),
    tx.execute<{ skip: number; people: number }>(skipsSql(workspaceNo, runNo)),
    tx.execute<{ kind: string; verdict: string; people: number }>(sql`
      select kind, verdict, count(distinct (batch_no, seq))::int as people from message_hits
       where workspace_no = ${workspaceNo} and run_no = ${runNo} group by kind, verdict`),
  ]);
  const peopleWho = (kind: string, verdict: string) =>
    hits.find((hit) => hit.kind === kind && hit.verdict === verdict)?.people ?? 0;
  const n = (key: keyof Row): number => Number(row?.[key] ?? 0);
  const decided = n("accepted") + n("failed") + n("unknown") + n("cancelled") + n("skipped");
  return {
    audience: n("audience"),
    accepted: n("accepted"),
    delivered: n("delivered"),
    bounced: n("bounced"),
    complained: n("complained"),
    failed: n("failed"),
    unknown: n("unknown"),
    sentAgain: n("sent_again"),
    cancelled: n("cancelled"),
    skipped: n("skipped"),
    pending: n("audience") - decided,
    skips: skips.flatMap(({ skip, people }) => {
      const reason = skipReasonOf(skip);
      return reason ? [{ reason, people }] : [];
    }),
    opens: { human: peopleWho("open", "human"), machine: peopleWho("open", "machine") },
    clicks: { human: peopleWho("click", "human"), machine: peopleWho("click", "machine") },
    unsubscribes: hits.reduce((sum, hit) => (hit.kind === "unsubscribe" ? sum + hit.people : sum), 0),
  };
}

const skipsSql = (workspaceNo: number, runNo: number) => sql`
  select skip, sum(people)::int as people from (
    select skip, count(*) as people from run_recipients
     where workspace_no = ${workspaceNo} and run_no = ${runNo} and batch_no = 0 group by skip
    union all
    select skip, count(*) from deliveries
     where workspace_no = ${workspaceNo} and run_no = ${runNo} and status = 2 group by skip) s
   group by skip order by people desc, skip`;

/**
 * A message whose outcome was unknown counts as what it was resolved to (the first resolution stands). Verdicts and news
 * are grouped, not joined: before a table is analysed the planner takes a join of a new run for one row by one row, and
 * goes through all news again for every message.
 */
const statesSql = (workspaceNo: number, runNo: number, isLocal: boolean) => sql`
  with lines as (
    select batch_no, seq, status, null::text as kind, null::bigint as event_no
      from deliveries where workspace_no = ${workspaceNo} and run_no = ${runNo}
    union all
    select batch_no, seq, null, kind, event_no
      from delivery_events where workspace_no = ${workspaceNo} and run_no = ${runNo}),
  messages as (
    select max(status) as status, bool_or(kind = 'bounced') as bounced, bool_or(kind = 'complained') as complained,
           bool_or(kind = 'delivered') as delivered, bool_or(kind = 'sent_again') as again,
           (array_agg(kind order by event_no) filter (where kind like 'resolved%'))[1] as resolved
      from lines group by batch_no, seq),
  verdicts as (
    select case when status = 4 and resolved = 'resolved_accepted' then 1
                when status = 4 and resolved = 'resolved_failed' then 3 else status end as status,
           bounced, complained, delivered, again
      from messages where status is not null)
  select (select count(*) from run_recipients where workspace_no = ${workspaceNo} and run_no = ${runNo}) as audience,
         count(*) filter (where status = 1) as accepted, count(*) filter (where status = 3) as failed,
         count(*) filter (where status = 4) as unknown, count(*) filter (where status = 4 and again) as sent_again,
         count(*) filter (where status = 5) as cancelled,
         count(*) filter (where status = 2) + (select count(*) from run_recipients where workspace_no = ${workspaceNo}
            and run_no = ${runNo} and batch_no = 0) as skipped,
         count(*) filter (where (delivered or (${isLocal} and status = 1)) and not coalesce(bounced or complained, false)) as delivered,
         count(*) filter (where bounced and not coalesce(complained, false)) as bounced, count(*) filter (where complained) as complained
    from verdicts`;
