import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import {
  RECIPIENT_ANSWERS,
  RECIPIENT_STATES,
  type RecipientAnswer,
  type RecipientState,
  SKIP_CODES,
  type SkipReason,
  skipReasonOf,
} from "@/contracts/delivery";
import { publicId } from "@/contracts/ids";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import { messageId } from "@/server/platform/message-ref";
import { decodeCursor, pageInput, toPage } from "@/server/platform/paging";
import { stateSql } from "../recipient-state";
import { isLocalRun } from "./is-local-run";

const REASONS = Object.keys(SKIP_CODES) as [SkipReason, ...SkipReason[]];

type AgainState = Extract<RecipientState, "accepted" | "skipped" | "failed" | "unknown" | "cancelled" | "pending">;

export type RecipientItem = {
  messageId: string;
  contactId: string | null;
  email: string | null;
  name: string | null;
  state: RecipientState;
  reason: SkipReason | null;
  detail: string | null;
  at: string | null;
  /** A member chose to send this unknown message again: when, and the verdict of the second one. */
  again: { at: string; state: AgainState } | null;
};

type Row = {
  again_at: string | null;
  again_state: AgainState | null;
  batch_no: number;
  seq: number;
  contact_id: string | null;
  email: string | null;
  name: string | null;
  state: RecipientState;
  skip: number | null;
  detail: string | null;
  at: string | null;
};

/** One row per person of the audience, in sending order (who was left out first). Keyset over the primary key. */
export const listRecipients = defineQuery({
  name: "delivery.list-recipients",
  permission: "campaign:read",
  input: pageInput.extend({
    runNo: z.number().int(),
    state: z.enum(RECIPIENT_STATES).optional(),
    reason: z.enum(REASONS).optional(),
    answer: z.enum(RECIPIENT_ANSWERS).optional(),
  }),
  async run(ctx, input, tx) {
    const isLocal = await isLocalRun(tx, ctx.workspaceNo, input.runNo);
    const after = decodeCursor(input.cursor, z.tuple([z.number().int(), z.number().int()]));
    const rows = await tx.execute<Row>(recipientsSql(ctx.workspaceNo, input, after, isLocal));
    const seesPii = allowed(ctx, "contact:pii");
    return toPage(
      [...rows],
      input.limit,
      (row) => [row.batch_no, row.seq],
      (row): RecipientItem => ({
        messageId: publicId(
          "message",
          messageId({ workspaceNo: ctx.workspaceNo, runNo: input.runNo, batchNo: row.batch_no, seq: row.seq }),
        ),
        contactId: row.contact_id ? publicId("contact", row.contact_id) : null,
        email: row.email === null || seesPii ? row.email : maskEmail(row.email),
        name: row.name,
        state: row.state,
        reason: row.skip === null ? null : skipReasonOf(row.skip),
        // A provider's words often quote the address.
        detail: seesPii ? row.detail : null,
        at: row.at === null ? null : new Date(row.at).toISOString(),
        again:
          row.again_at === null
            ? null
            : { at: new Date(row.again_at).toISOString(), state: row.again_state ?? "pending" },
      }),
    );
  },
});

type Filter = {
  runNo: number;
  limit: number;
  state?: RecipientState | undefined;
  reason?: SkipReason | undefined;
  answer?: RecipientAnswer | undefined;
};

const HIT_OF: Record<RecipientAnswer, "open" | "click" | "unsubscribe"> = {
  opened: "open",
  not_opened: "open",
  clicked: "click",
  not_clicked: "click",
  unsubscribed: "unsubscribe",
};
const isSilence = (answer: RecipientAnswer | undefined): boolean => answer === "not_clicked" || answer === "not_opened";

/** Counts as the report does: human hits only. Leans on message_hits_message. */
function answeredSql(answer: RecipientAnswer | undefined): SQL {
  if (!answer) return sql`true`;
  const hit = sql`exists (
    select 1 from message_hits h where h.workspace_no = r.workspace_no and h.run_no = r.run_no and h.batch_no = r.batch_no
       and h.seq = r.seq and h.kind = ${HIT_OF[answer]} and (h.verdict = 'human' or h.kind = 'unsubscribe'))`;
  return isSilence(answer) ? sql`not ${hit}` : hit;
}

function recipientsSql(
  workspaceNo: number,
  { runNo, limit, state, reason, answer }: Filter,
  after: [number, number] | null,
  isLocal: boolean,
): SQL {
  return sql`
    select * from (
      select r.batch_no, r.seq, c.id as contact_id, coalesce(r.to_address, c.email) as email,
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
         and ${answeredSql(answer)}
         ${after ? sql`and (r.batch_no, r.seq) > (${after[0]}::int, ${after[1]}::int)` : sql``}
       order by r.batch_no, r.seq) people
     where ${state ? sql`state = ${state}` : sql`true`} and ${reason ? sql`skip = ${SKIP_CODES[reason]}` : sql`true`}
       and ${isSilence(answer) ? sql`state in ('accepted', 'delivered')` : sql`true`}
     order by batch_no, seq limit ${limit + 1}`;
}
