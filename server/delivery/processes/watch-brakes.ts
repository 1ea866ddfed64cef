import "server-only";
import { pipelineSql } from "@/server/platform/db";
import type { RunRef } from "../load";
import { type ComeBack, judgeComeBack } from "../rules/brake";
import { holdByBrake } from "./hold-for-problem";

type Row = { workspace_no: number; run_no: number; brake: string | null; brake_note: string | null } & ComeBack;

/**
 * Over all workspaces: looks at what came back of each campaign being sent, and warns or halts (rules/brake.ts). Bounces
 * that were the message's fault do not count. Accepted is what finished batches say; news is read by its index. A run that is
 * halted and ready all the same is held: its worker ended in between.
 */
export async function watchBrakes(): Promise<{ warned: number; halted: number }> {
  const sql = pipelineSql();
  const runs = await sql<Row[]>`
    select r.workspace_no, r.run_no, r.brake, r.brake_note, a.accepted, n.bounced, n.complained
      from send_runs r
     cross join lateral (select coalesce(sum(accepted), 0)::int as accepted from send_batches b
        where b.workspace_no = r.workspace_no and b.run_no = r.run_no) a
     cross join lateral (
       select count(distinct (batch_no, seq)) filter (where kind = 'bounced' and bounce_class <> 'message')::int as bounced,
              count(distinct (batch_no, seq)) filter (where kind = 'complained')::int as complained
         from delivery_events e where e.workspace_no = r.workspace_no and e.run_no = r.run_no
          and e.kind in ('bounced', 'complained')) n
     where r.finished_at is null and r.state = 'ready' and r.kind = 'campaign'
       and r.brake is distinct from 'overridden'`;
  let [warned, halted] = [0, 0];
  for (const run of runs) {
    const known = { level: "halted" as const, note: run.brake_note ?? "Too much came back." };
    const verdict = run.brake === "halted" ? known : judgeComeBack(run);
    if (!verdict) continue;
    const ref: RunRef = { workspaceNo: run.workspace_no, runNo: run.run_no };
    if (verdict.level === "halted") {
      if (await holdByBrake(ref, verdict.note)) halted += 1;
      continue;
    }
    const moved = await sql`
      update send_runs set brake = 'warned', brake_note = ${verdict.note}
       where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo} and state = 'ready'
         and (brake is null or brake = 'warned') returning 1`;
    if (moved.length > 0 && run.brake === null) warned += 1;
  }
  return { warned, halted };
}
