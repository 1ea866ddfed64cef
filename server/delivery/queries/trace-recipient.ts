import "server-only";
import { sql } from "drizzle-orm";
import type { SendRunState, SkipReason } from "@/contracts/delivery";
import { requestPermits } from "@/server/consent";
import { pipelineSql, type Tx } from "@/server/platform/db";
import { messageId } from "@/server/platform/message-ref";
import { countRecentMarketing } from "../count-recent";
import { fatesOf, type MessageFate } from "./contact-messages";

export type RecipientTrace = {
  messageId: string;
  contactNo: number;
  fate: MessageFate;
  /** When the verdict fell: with the audience for who was left out, else when the message was decided. */
  decidedAt: string | null;
  /** The place in the queue; null for who was left out with the audience. */
  batch: { no: number; state: number; attempts: number; notBefore: string | null; problem: string | null } | null;
};
export type RunTrace = {
  state: SendRunState;
  problem: string | null;
  audienceAt: string | null;
  topicNo: number | null;
  provider: { name: string; isLocal: boolean } | null;
  recipient: RecipientTrace | null;
};

type Row = {
  state: SendRunState;
  problem: string | null;
  audience_at: string | null;
  topic_no: number | null;
  provider: string | null;
  kind: string | null;
  batch_no: number | null;
  seq: number | null;
  contact_no: string | null;
  decided_at: string | null;
  batch_state: number | null;
  attempts: number | null;
  not_before: string | null;
  batch_problem: string | null;
};

/**
 * What a run did with one person, who may have several numbers (merges): the row of the first number it knows. Null for
 * a run that is gone. Leans on run_recipients_contact and primary keys.
 */
export async function traceRecipient(
  tx: Tx,
  workspaceNo: number,
  runNo: number,
  contactNos: readonly number[],
): Promise<RunTrace | null> {
  const [row] = await tx.execute<Row>(sql`
    select s.state, s.problem, s.audience_at, (s.content ->> 'topicNo')::int as topic_no, p.name as provider, p.kind,
           r.batch_no, r.seq, r.contact_no, d.at as decided_at, b.state as batch_state, b.attempts, b.not_before,
           b.problem as batch_problem
      from send_runs s
      left join providers p on p.workspace_no = s.workspace_no and p.provider_no = s.provider_no
      left join lateral (
        select f.* from jsonb_array_elements_text(${JSON.stringify(contactNos)}::jsonb) with ordinality as n(no, place)
          join run_recipients f on f.workspace_no = ${workspaceNo}::int and f.run_no = ${runNo}::int
                               and f.contact_no = n.no::bigint
         order by n.place limit 1) r on true
      left join send_batches b on b.workspace_no = s.workspace_no and b.run_no = s.run_no and b.batch_no = r.batch_no
      left join deliveries d on d.workspace_no = s.workspace_no and d.run_no = s.run_no and d.batch_no = r.batch_no
                            and d.seq = r.seq
     where s.workspace_no = ${workspaceNo}::int and s.run_no = ${runNo}::int`);
  if (!row) return null;
  return {
    state: row.state,
    problem: row.problem,
    audienceAt: iso(row.audience_at),
    topicNo: row.topic_no,
    provider: row.provider === null ? null : { name: row.provider, isLocal: row.kind === "local" },
    recipient: await recipientOf(tx, workspaceNo, runNo, row),
  };
}

const iso = (value: string | null): string | null => (value === null ? null : new Date(value).toISOString());

async function recipientOf(tx: Tx, workspaceNo: number, runNo: number, row: Row): Promise<RecipientTrace | null> {
  if (row.batch_no === null || row.seq === null) return null;
  const id = messageId({ workspaceNo, runNo, batchNo: row.batch_no, seq: row.seq });
  const fate = (await fatesOf(tx, workspaceNo, [id])).get(id);
  if (!fate) return null;
  return {
    messageId: id,
    contactNo: Number(row.contact_no),
    fate,
    decidedAt: iso(row.batch_no === 0 ? row.audience_at : row.decided_at),
    batch:
      row.batch_no === 0
        ? null
        : {
            no: row.batch_no,
            state: row.batch_state ?? 0,
            attempts: row.attempts ?? 0,
            notBefore: iso(row.not_before),
            problem: row.batch_problem,
          },
  };
}

/**
 * Why a marketing e-mail would be refused to one person now, asked of the very rules that will decide; null when it
 * would go. The permit is thrown away with its transaction: nothing is sent and nothing is written.
 */
export async function refusalNow(
  workspaceNo: number,
  { contactNo, topicNo, refuseDemo }: { contactNo: number; topicNo: number | null; refuseDemo: boolean },
): Promise<SkipReason | null> {
  const { refusals } = await pipelineSql().begin((tx) =>
    requestPermits(tx, {
      workspaceNo,
      purpose: "marketing",
      channel: "email",
      recipients: [{ seq: 0, contactNo }],
      refuseDemo,
      topicNo,
      countRecent: countRecentMarketing,
    }),
  );
  return refusals[0]?.reason ?? null;
}
