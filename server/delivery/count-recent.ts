import "server-only";
import type { CountRecent } from "@/server/consent";

/**
 * Marketing messages each person got within their days: accepted or perhaps accepted (unknown), or permitted and not
 * decided yet, which is a member of an open chunk. Sees what is committed; the caller has locked the people. Leans on
 * run_recipients_contact, then on primary keys.
 */
export const countRecentMarketing: CountRecent = async (tx, workspaceNo, questions) => {
  const rows = await tx<{ contact_no: string; got: number }[]>`
    select q.contact_no, count(*)::int as got
      from unnest(${questions.map((q) => q.contactNo)}::bigint[], ${questions.map((q) => q.days)}::int[])
             as q(contact_no, days)
      join run_recipients r on r.workspace_no = ${workspaceNo} and r.contact_no = q.contact_no and r.batch_no > 0
      join send_runs s on s.workspace_no = ${workspaceNo} and s.run_no = r.run_no
       and s.content ->> 'purpose' = 'marketing'
      left join deliveries d on d.workspace_no = ${workspaceNo} and d.run_no = r.run_no and d.batch_no = r.batch_no
       and d.seq = r.seq
     where (d.status in (1, 4) and d.at > now() - make_interval(days => q.days))
        or (d.status is null and exists (
              select 1 from send_chunks k where k.workspace_no = ${workspaceNo} and k.run_no = r.run_no
                 and k.batch_no = r.batch_no and k.settled_at is null and r.seq = any(k.seqs)))
     group by q.contact_no`;
  return new Map(rows.map((row) => [Number(row.contact_no), row.got]));
};
