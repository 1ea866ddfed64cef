import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { CapPeriod, ConsentSource, ConsentState, LedgerState, SuppressionReason } from "@/contracts/consent";
import type { Tx } from "@/server/platform/db";

type Word = { state: ConsentState; source: ConsentSource; at: string };
type LedgerWord = Omit<Word, "state"> & { state: LedgerState };
export type ConsentFacts = {
  /** What the person had said by the moment asked about; null when nothing. */
  marketing: Word | null;
  topic: (Word & { name: string }) | { name: string; state: null } | null;
  /** As they stand now; what stood earlier is not kept. */
  suppression: { reason: SuppressionReason; at: string } | null;
  pausedUntil: string | null;
  limit: { count: number; period: CapPeriod } | null;
};

type Row = {
  marketing: LedgerWord | null;
  topic: LedgerWord | null;
  topic_name: string | null;
  suppression: { reason: SuppressionReason; at: string } | null;
  paused_until: string | null;
  cap_count: number | null;
  cap_period: CapPeriod | null;
};

/** After a yes that was taken back nothing is known. */
const known = (word: LedgerWord | null | undefined): Word | null =>
  word && word.state !== "retracted" ? { ...word, state: word.state } : null;
const iso = (value: string): string => new Date(value).toISOString();
const dated = <T extends { at: string }>(word: T | null): T | null => word && { ...word, at: iso(word.at) };

/** What the rules of sending look at for one person. Leans on consent_ledger_contact and on primary keys. */
export async function consentFacts(
  tx: Tx,
  workspaceNo: number,
  {
    contactNo,
    emailKey,
    topicNo,
    at,
  }: { contactNo: number; emailKey: string | null; topicNo: number | null; at: Date },
): Promise<ConsentFacts> {
  const [row] = await tx.execute<Row>(sql`
    select ${lastWord(workspaceNo, contactNo, 0, at)} as marketing, ${lastWord(workspaceNo, contactNo, topicNo ?? -1, at)} as topic,
           (select name from topics where workspace_no = ${workspaceNo}::int and topic_no = ${topicNo ?? -1}::int) as topic_name,
           (select jsonb_build_object('reason', reason, 'at', at) from suppressions
             where workspace_no = ${workspaceNo}::int and channel = 'email' and address_key = ${emailKey ?? ""}) as suppression,
           pf.paused_until, pf.cap_count, pf.cap_period
      from (select 1) one
      left join contact_preferences pf on pf.workspace_no = ${workspaceNo}::int and pf.contact_no = ${contactNo}::bigint`);
  const topic = dated(known(row?.topic));
  return {
    marketing: dated(known(row?.marketing)),
    topic: row?.topic_name
      ? topic
        ? { ...topic, name: row.topic_name }
        : { name: row.topic_name, state: null }
      : null,
    suppression: dated(row?.suppression ?? null),
    pausedUntil: row?.paused_until ? iso(row.paused_until) : null,
    limit: row?.cap_count && row.cap_period ? { count: row.cap_count, period: row.cap_period } : null,
  };
}

/** The last word by a moment: from the ledger, or the state kept beside it where a merge brought it here. */
const lastWord = (workspaceNo: number, contactNo: number, topicNo: number, at: Date): SQL => sql`(
  select jsonb_build_object('state', w.state, 'source', w.source, 'at', w.at) from (
    select state, source, at, chain_no from consent_ledger
     where workspace_no = ${workspaceNo}::int and contact_no = ${contactNo}::bigint and channel = 'email'
       and topic_no = ${topicNo}::int and at <= ${at.toISOString()}::timestamptz
    union all
    select state, source, at, 0 from consent_state
     where workspace_no = ${workspaceNo}::int and contact_no = ${contactNo}::bigint and channel = 'email'
       and topic_no = ${topicNo}::int and at <= ${at.toISOString()}::timestamptz) w
   order by w.at desc, w.chain_no desc limit 1)`;
