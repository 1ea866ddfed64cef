import "server-only";
import { sql } from "drizzle-orm";
import type { ConsentChannel } from "@/contracts/consent";
import { consentLedger } from "@/drizzle/schema/consent";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";

export type Retraction = { contactNo: number; channel: ConsentChannel; topicNo: number; grantedAt: string };

/**
 * Takes every yes of these people out of force that an import wrote (its ledger rows begin with `evidence`) and that is
 * still their last word; whatever they said since stays. Write the rows with `recordRetractions` in the same
 * transaction, as its last statement: the ledger's chain must be the last lock. Index: consent_ledger_contact.
 */
export async function takeBackGrants(
  tx: Tx,
  workspaceNo: number,
  contactNos: readonly number[],
  evidence: string,
): Promise<Retraction[]> {
  type Row = { contact_no: string; channel: ConsentChannel; topic_no: number; at: string };
  const rows = await tx.execute<Row>(sql`
    delete from consent_state s using consent_ledger l
     where l.workspace_no = ${workspaceNo}::int and l.contact_no = any(${`{${contactNos.join(",")}}`}::bigint[])
       and l.source = 'import' and l.state = 'granted' and starts_with(l.evidence, ${evidence}::text)
       and s.workspace_no = ${workspaceNo}::int and s.contact_no = l.contact_no and s.channel = l.channel
       and s.topic_no = l.topic_no and s.state = 'granted' and s.source = 'import' and s.at = l.at
    returning s.contact_no, s.channel, s.topic_no, s.at`);
  return rows.map((row) => ({
    contactNo: Number(row.contact_no),
    channel: row.channel,
    topicNo: row.topic_no,
    grantedAt: row.at,
  }));
}

/** Says in the ledger that these yeses were taken back. Never before the yes: two clocks may differ. */
export async function recordRetractions(
  tx: Tx,
  ctx: Ctx,
  retractions: readonly Retraction[],
  evidence: string,
): Promise<void> {
  if (retractions.length === 0) return;
  await tx.insert(consentLedger).values(
    [...retractions]
      .sort((a, b) => a.contactNo - b.contactNo || a.topicNo - b.topicNo)
      .map(({ contactNo, channel, topicNo, grantedAt }) => ({
        workspaceNo: ctx.workspaceNo,
        contactNo,
        channel,
        topicNo,
        state: "retracted" as const,
        source: "import" as const,
        at: new Date(Math.max(ctx.now.getTime(), new Date(grantedAt).getTime())),
        evidence,
        actorType: ctx.actor.type,
        actorId: actorId(ctx.actor),
      })),
  );
}
