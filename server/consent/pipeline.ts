import "server-only";
import type postgres from "postgres";
import type { Channel } from "@/contracts/channels";
import { lookupsSql } from "./eligibility";

export type BulkGrant = {
  workspaceNo: number;
  channel: Channel;
  source: "import" | "demo";
  evidence: string;
  wording: string | null;
  at: Date;
  actorType: string;
  actorId: string | null;
  contactNos: readonly number[];
  /** One topic; 0 or left out: marketing as a whole. */
  topicNo?: number;
};

/**
 * Grants consent to many people at once, where nothing is recorded yet: a no, a suppressed address and a pending
 * confirmation are left as they are. Runs in the caller's transaction on the pipeline role, in primary-key order so
 * that two of them cannot deadlock (the ORDER BY of the ledger also lets every state be written before its chain is
 * locked). A no to everything also holds for a topic. `grantedNos` are the people who have a yes by this; `kept`
 * counts those whose no was respected.
 */
export async function grantConsentInBulk(
  tx: postgres.TransactionSql,
  grant: BulkGrant,
): Promise<{ granted: number; grantedNos: number[]; kept: number }> {
  const topicNo = grant.topicNo ?? 0;
  const marketing = { purpose: "marketing", channel: grant.channel, refuseDemo: false, topicNo } as const;
  if (grant.contactNos.length === 0) return { granted: 0, grantedNos: [], kept: 0 };
  const saidNo = topicNo > 0 ? "(cs.state = 'denied' or ts.state = 'denied')" : "cs.state = 'denied'";
  const [row] = await tx<{ granted: number[] | null; kept: number }[]>`
    with wanted as materialized (
      select c.contact_no, coalesce(${tx.unsafe(saidNo)}, false) or sp.reason is not null as said_no
        from (select distinct u.contact_no from unnest(${[...grant.contactNos]}::bigint[]) as u(contact_no)) w
        cross join lateral (select contact_no, email_key from contacts
          where workspace_no = ${grant.workspaceNo} and contact_no = w.contact_no limit 1) c
        ${tx.unsafe(lookupsSql(marketing, grant.workspaceNo, "c.email_key"))}
    ), state as (
      insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
      select ${grant.workspaceNo}, contact_no, ${grant.channel}, ${topicNo}::smallint, 'granted', ${grant.source}, ${grant.at}
        from wanted where not said_no order by contact_no
      on conflict do nothing
      returning contact_no
    ), ledger as (
      insert into consent_ledger (workspace_no, contact_no, channel, topic_no, state, source, wording, evidence, actor_type, actor_id, at)
      select ${grant.workspaceNo}, contact_no, ${grant.channel}, ${topicNo}::smallint, 'granted', ${grant.source}, ${grant.wording}, ${grant.evidence},
             ${grant.actorType}, ${grant.actorId}, ${grant.at}
        from state order by contact_no
      returning contact_no
    )
    select (select json_agg(contact_no) from ledger) as granted, (select count(*) from wanted where said_no)::int as kept`;
  const grantedNos = row?.granted ?? [];
  return { granted: grantedNos.length, grantedNos, kept: row?.kept ?? 0 };
}
