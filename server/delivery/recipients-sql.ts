import "server-only";
import { type SQL, sql } from "drizzle-orm";
import {
  DELIVERY_CODES,
  type RecipientAnswer,
  type RecipientFilter,
  type RecipientState,
  SKIP_CODES,
} from "@/contracts/delivery";
import { searchPeopleSql } from "@/server/contacts";
import { stateSql } from "./recipient-state";

export type RunInQuestion = { workspaceNo: number; runNo: number; isLocal: boolean };
/** The filter with what was typed into the search box as SQL over `contacts c`. */
export type CheckedFilter = Omit<RecipientFilter, "q"> & { search: SQL | null };

export const filterOf = ({ state, reason, answer, q }: RecipientFilter, seesAddresses: boolean): CheckedFilter => ({
  state,
  reason,
  answer,
  search: (q && searchPeopleSql(q, { seesAddresses })) || null,
});

const HIT_OF: Record<RecipientAnswer, "open" | "click" | "unsubscribe"> = {
  opened: "open",
  not_opened: "open",
  clicked: "click",
  not_clicked: "click",
  unsubscribed: "unsubscribe",
};
const isSilence = (answer: RecipientAnswer | undefined): boolean => answer === "not_clicked" || answer === "not_opened";

/** Counts as the report does: human hits only. Leans on message_hits_message. */
function answeredSql(answer: RecipientAnswer | undefined, { workspaceNo, runNo }: RunInQuestion): SQL {
  if (!answer) return sql`true`;
  if (isSilence(answer))
    return sql`not exists (
      select 1 from message_hits h where h.workspace_no = r.workspace_no and h.run_no = r.run_no
         and h.batch_no = r.batch_no and h.seq = r.seq and h.kind = ${HIT_OF[answer]} and h.verdict = 'human')`;
  return sql`(r.batch_no, r.seq) in (
    select h.batch_no, h.seq from message_hits h where h.workspace_no = ${workspaceNo} and h.run_no = ${runNo}
       and h.kind = ${HIT_OF[answer]} and (h.verdict = 'human' or h.kind = 'unsubscribe'))`;
}

/**
 * Where to look for a state, never less than where it is: without this a page of twelve bounced people out of a million
 * would look at the news of every one. The state itself is still worked out and compared.
 */
function narrowedSql(state: RecipientState | undefined, { workspaceNo, runNo }: RunInQuestion): SQL {
  const run = sql`workspace_no = ${workspaceNo} and run_no = ${runNo}`;
  const judged = (...codes: number[]) =>
    sql`(r.batch_no, r.seq) in (select batch_no, seq from deliveries where ${run} and status in (${sql.raw(codes.join(", "))}))`;
  const heard = (kind: string) =>
    sql`(r.batch_no, r.seq) in (select batch_no, seq from delivery_events where ${run} and kind = ${kind})`;
  switch (state) {
    case "bounced":
    case "complained":
      return heard(state);
    case "failed":
      return judged(DELIVERY_CODES.failed, DELIVERY_CODES.unknown);
    case "unknown":
      return judged(DELIVERY_CODES.unknown);
    case "cancelled":
      return judged(DELIVERY_CODES.cancelled);
    case "skipped":
      return sql`(r.batch_no = 0 or ${judged(DELIVERY_CODES.skipped)})`;
    case "pending":
      return sql`r.batch_no in (select batch_no from send_batches where ${run} and state <> 2)`;
    default:
      return sql`true`;
  }
}

/**
 * One row per person of a run's audience that fits the filter, in sending order (who was left out first), from a place
 * on. Keyset over the primary key.
 */
export function recipientsSql(
  run: RunInQuestion,
  { state, reason, answer, search }: CheckedFilter,
  page?: { after: [number, number] | null; limit: number },
): SQL {
  const { workspaceNo, runNo, isLocal } = run;
  const after = page?.after ?? null;
  return sql`
    select * from (
      select r.batch_no, r.seq, r.contact_no, c.id as contact_id, coalesce(r.to_address, c.email) as email,
             nullif(btrim(concat_ws(' ', c.first_name, c.last_name)), '') as name, ${stateSql(isLocal)} as state,
             coalesce(r.skip, d.skip) as skip, d.detail, coalesce(n.at, d.at) as at, n.again_at,
             case when n.again_at is not null then (
               select case d2.status when 1 then 'accepted' when 2 then 'skipped' when 3 then 'failed'
                                     when 4 then 'unknown' when 5 then 'cancelled' else 'pending' end
                 from send_runs a
                 join run_recipients r2 on r2.workspace_no = a.workspace_no and r2.run_no = a.run_no
                                       and r2.contact_no = r.contact_no
                 left join deliveries d2 on d2.workspace_no = r2.workspace_no and d2.run_no = r2.run_no
                                        and d2.batch_no = r2.batch_no and d2.seq = r2.seq
                where a.workspace_no = r.workspace_no and a.again_of = r.run_no limit 1) end as again_state
        from run_recipients r
        left join deliveries d on d.workspace_no = r.workspace_no and d.run_no = r.run_no and d.batch_no = r.batch_no
                              and d.seq = r.seq
        left join contacts c on c.workspace_no = r.workspace_no and c.contact_no = r.contact_no
        left join lateral (
          select bool_or(e.kind = 'bounced') as bounced, bool_or(e.kind = 'complained') as complained,
                 bool_or(e.kind = 'delivered') as delivered, max(e.at) as at,
                 max(e.at) filter (where e.kind = 'sent_again') as again_at,
                 (array_agg(e.kind order by e.event_no) filter (where e.kind like 'resolved%'))[1] as resolved
            from delivery_events e
           where e.workspace_no = r.workspace_no and e.run_no = r.run_no and e.batch_no = r.batch_no
             and e.seq = r.seq) n on true
       where r.workspace_no = ${workspaceNo} and r.run_no = ${runNo}
         and ${answeredSql(answer, run)} and ${narrowedSql(state, run)}
         and ${reason ? sql`coalesce(r.skip, d.skip) = ${SKIP_CODES[reason]}` : sql`true`}
         ${search ? sql`and r.contact_no in (select c.contact_no from contacts c where c.workspace_no = ${workspaceNo} and ${search})` : sql``}
         ${after ? sql`and (r.batch_no, r.seq) > (${after[0]}::int, ${after[1]}::int)` : sql``}
       order by r.batch_no, r.seq) people
     where ${state ? sql`state = ${state}` : sql`true`}
       and ${isSilence(answer) ? sql`state in ('accepted', 'delivered')` : sql`true`}
     order by batch_no, seq ${page ? sql`limit ${page.limit}` : sql``}`;
}
