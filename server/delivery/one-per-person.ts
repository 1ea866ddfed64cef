import "server-only";
import type postgres from "postgres";
import type { SkipReason } from "@/contracts/delivery";
import { samePersonSince, shareAddresses } from "@/server/contacts";
import type { Member } from "./claim";
import type { SendRun } from "./load";
import { type Double, mayStandFor } from "./rules/one-per-person";

type Asked = { ask: Member[]; refused: { seq: number; reason: SkipReason }[] };

/**
 * Two contacts that were merged after the audience was written are one person: at most one message of a run for both,
 * and of those that try it once more, also when the merge was undone meanwhile. Runs in the transaction that asks for permits, under the address lock, so a
 * merge is either seen here or waits until our chunk is there to be seen. Costs one look-up where nobody ever merged.
 */
export async function onePerPerson(tx: postgres.TransactionSql, run: SendRun, members: Member[]): Promise<Asked> {
  if (run.kind === "test") return { ask: members, refused: [] };
  await shareAddresses(tx, run.workspaceNo);
  const people = await samePersonSince(
    tx,
    run.workspaceNo,
    members.map((member) => member.contactNo),
    run.first.createdAt,
  );
  if (people.others.size === 0) return { ask: members, refused: [] };
  const doubles = await rowsOf(tx, run, [...new Set([...people.others.values()].flat())]);
  const answer: Asked = { ask: [], refused: [] };
  for (const member of members) {
    const others = people.others.get(member.contactNo) ?? [];
    const inRun = doubles.filter((double) => others.includes(double.contactNo));
    // Their message would carry the wrong number after undoing, so nobody is written to as somebody who is gone.
    if (people.gone.has(member.contactNo))
      answer.refused.push({ seq: member.seq, reason: inRun.length > 0 ? "duplicate" : "merged" });
    else if (mayStandFor(inRun)) answer.ask.push(member);
    else answer.refused.push({ seq: member.seq, reason: "duplicate" });
  }
  return answer;
}

/**
 * How far the run is with these people, and those that try it once more; a message that was sent again or never arrived
 * reached nobody. Indexes: run_recipients_contact, send_runs_again, delivery_events_message, primary keys.
 */
async function rowsOf(tx: postgres.TransactionSql, run: SendRun, contactNos: number[]): Promise<Double[]> {
  const rows = await tx<{ contact_no: string; status: number | null; open: boolean }[]>`
    select r.contact_no,
           case when not exists (select 1 from delivery_events e where e.workspace_no = r.workspace_no
                      and e.run_no = r.run_no and e.batch_no = r.batch_no and e.seq = r.seq
                      and e.kind in ('sent_again', 'resolved_failed')) then d.status end as status,
           exists (select 1 from send_chunks k where k.workspace_no = r.workspace_no and k.run_no = r.run_no
                      and k.batch_no = r.batch_no and k.settled_at is null and r.seq = any (k.seqs)) as open
      from run_recipients r
      left join deliveries d on d.workspace_no = r.workspace_no and d.run_no = r.run_no and d.batch_no = r.batch_no
                            and d.seq = r.seq
     where r.workspace_no = ${run.workspaceNo} and r.batch_no > 0
       and r.run_no in (select s.run_no from send_runs s where s.workspace_no = ${run.workspaceNo}
                           and (s.run_no = ${run.first.runNo} or s.again_of = ${run.first.runNo}))
       and r.contact_no = any (${contactNos}::bigint[])`;
  return rows.map((row) => ({ contactNo: Number(row.contact_no), status: row.status, isOpen: row.open }));
}
