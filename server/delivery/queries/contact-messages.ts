import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type RecipientState, type SendRunKind, type SkipReason, skipReasonOf } from "@/contracts/delivery";
import type { Tx } from "@/server/platform/db";
import { type MessageRef, messageId, openMessageId } from "@/server/platform/message-ref";
import { stateSql } from "../recipient-state";

export type ContactMessage = {
  ref: MessageRef;
  /** When the sending was made; later runs have later numbers, which is the order here. */
  at: Date;
  kind: SendRunKind;
  subject: string;
  campaign: { id: string; name: string } | null;
};

/** Messages to one contact, newest first, those that were not sent too; a run names nobody twice. Index: run_recipients_contact. */
export async function messagesOf(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  { after, until, limit }: { after: number | null; until: Date | null; limit: number },
): Promise<ContactMessage[]> {
  type Row = {
    run_no: number;
    batch_no: number;
    seq: number;
    at: string;
    kind: SendRunKind;
    subject: string;
    campaign_id: string | null;
    campaign_name: string | null;
  };
  const rows = await tx.execute<Row>(sql`
    select r.run_no, r.batch_no, r.seq, s.created_at as at, s.kind, s.content #>> '{document,subject}' as subject,
           s.content ->> 'campaignId' as campaign_id, s.content ->> 'campaignName' as campaign_name
      from (select run_no, batch_no, seq from run_recipients
             where workspace_no = ${workspaceNo}::int and contact_no = ${contactNo}::bigint
               ${after === null ? sql`` : sql`and run_no < ${after}::int`}
               ${until ? sql`and run_no <= ${lastRunBefore(workspaceNo, until)}` : sql``}
             order by run_no desc limit ${limit}::int) r
      cross join lateral (select created_at, kind, content from send_runs
                           where workspace_no = ${workspaceNo}::int and run_no = r.run_no limit 1) s
     order by r.run_no desc`);
  return rows.map((row) => ({
    ref: { workspaceNo, runNo: row.run_no, batchNo: row.batch_no, seq: row.seq },
    at: new Date(row.at),
    kind: row.kind,
    subject: row.subject ?? "",
    campaign: row.campaign_id && row.campaign_name ? { id: row.campaign_id, name: row.campaign_name } : null,
  }));
}

/** Runs are numbered in the order in which they are made, so the newest one before an instant bounds the others. */
const lastRunBefore = (workspaceNo: number, until: Date): SQL => sql`coalesce((select s.run_no from send_runs s
  where s.workspace_no = ${workspaceNo}::int and s.created_at < ${until.toISOString()}::timestamptz
  order by s.run_no desc limit 1), 0)`;

export async function countMessagesOf(tx: Tx, workspaceNo: number, contactNo: number): Promise<number> {
  const rows = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from run_recipients
     where workspace_no = ${workspaceNo}::int and contact_no = ${contactNo}::bigint`);
  return rows[0]?.n ?? 0;
}

type NewsKind = "delivered" | "delayed" | "bounced" | "complained" | "resolved_accepted" | "resolved_failed";
export type MessageNews = { kind: NewsKind; at: string; detail: string | null };
export type MessageHitCount = {
  kind: "open" | "click" | "unsubscribe";
  verdict: "human" | "machine";
  times: number;
  first: string;
};
export type MessageFate = {
  state: RecipientState;
  reason: SkipReason | null;
  sentAt: string | null;
  detail: string | null;
  news: MessageNews[];
  hits: MessageHitCount[];
};

/**
 * What became of up to 100 messages, by message id (uuid). Leans on primary keys and the *_message indexes;
 * LATERAL with LIMIT keeps them look-ups where the statistics do not know the workspace yet.
 */
export async function fatesOf(
  tx: Tx,
  workspaceNo: number,
  messageIds: readonly string[],
): Promise<Map<string, MessageFate>> {
  const refs = messageIds.flatMap((id) => openMessageId(id) ?? []).filter((ref) => ref.workspaceNo === workspaceNo);
  if (refs.length === 0) return new Map();
  type Row = {
    run_no: number;
    batch_no: number;
    seq: number;
    state: RecipientState;
    skip: number | null;
    sent_at: string | null;
    detail: string | null;
    news: MessageNews[] | null;
    hits: MessageHitCount[] | null;
  };
  const rows = await tx.execute<Row>(sql`
    select r.run_no, r.batch_no, r.seq, ${stateSql(sql`l.is_local`)} as state,
           coalesce(r.skip, d.skip) as skip, case when d.status in (1, 3, 4) then d.at end as sent_at, d.detail, n.news, h.hits
      from jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) as x("runNo" int, "batchNo" int, seq int)
      cross join lateral (select * from run_recipients where workspace_no = ${workspaceNo}::int and run_no = x."runNo"
                             and batch_no = x."batchNo" and seq = x.seq limit 1) r
      left join lateral (select * from deliveries where workspace_no = ${workspaceNo}::int and run_no = x."runNo"
                            and batch_no = x."batchNo" and seq = x.seq limit 1) d on true
      cross join lateral (select p.kind = 'local' as is_local
                            from send_runs s join providers p on p.workspace_no = s.workspace_no and p.provider_no = s.provider_no
                           where s.workspace_no = ${workspaceNo}::int and s.run_no = x."runNo" limit 1) l
      left join lateral (
        select bool_or(e.kind = 'bounced') as bounced, bool_or(e.kind = 'complained') as complained,
               bool_or(e.kind = 'delivered') as delivered,
               (array_agg(e.kind order by e.event_no) filter (where e.kind like 'resolved%'))[1] as resolved,
               jsonb_agg(jsonb_build_object('kind', e.kind, 'at', e.at, 'detail', e.detail) order by e.event_no) as news
          from delivery_events e
         where e.workspace_no = r.workspace_no and e.run_no = r.run_no and e.batch_no = r.batch_no and e.seq = r.seq) n on true
      left join lateral (
        select jsonb_agg(jsonb_build_object('kind', g.kind, 'verdict', g.verdict, 'times', g.times, 'first', g.first)
                         order by g.first) as hits
          from (select kind, verdict, count(*)::int as times, min(at) as first from message_hits m
                 where m.workspace_no = r.workspace_no and m.run_no = r.run_no and m.batch_no = r.batch_no and m.seq = r.seq
                 group by kind, verdict) g) h on true`);
  return new Map(
    rows.map((row) => [
      messageId({ workspaceNo, runNo: row.run_no, batchNo: row.batch_no, seq: row.seq }),
      {
        state: row.state,
        reason: row.skip === null ? null : skipReasonOf(row.skip),
        sentAt: row.sent_at === null ? null : new Date(row.sent_at).toISOString(),
        detail: row.detail,
        news: row.news ?? [],
        hits: row.hits ?? [],
      },
    ]),
  );
}
