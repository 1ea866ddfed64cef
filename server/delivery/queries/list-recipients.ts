import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import {
  type RecipientFilter,
  type RecipientState,
  recipientFilterSchema,
  type SkipReason,
  skipReasonOf,
} from "@/contracts/delivery";
import { publicId } from "@/contracts/ids";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import { messageId } from "@/server/platform/message-ref";
import { decodeCursor, pageInput, toPage } from "@/server/platform/paging";
import { filterOf, recipientsSql } from "../recipients-sql";
import { isLocalRun } from "./is-local-run";

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
  input: pageInput.extend({ runNo: z.number().int(), ...recipientFilterSchema.shape }),
  async run(ctx, input, tx) {
    const seesPii = allowed(ctx, "contact:pii");
    const isLocal = await isLocalRun(tx, ctx.workspaceNo, input.runNo);
    const after = decodeCursor(input.cursor, z.tuple([z.number().int(), z.number().int()]));
    if (isFoundOnTheWay(input))
      await tx.execute(sql`
        select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`);
    const rows = await tx.execute<Row>(
      recipientsSql({ workspaceNo: ctx.workspaceNo, runNo: input.runNo, isLocal }, filterOf(input, seesPii), {
        after,
        limit: input.limit + 1,
      }),
    );
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

/**
 * Most rows fit, or the first ones do: walking along the primary key ends with the page. Left to itself the planner joins
 * everybody's verdicts before it looks at the first fifty.
 */
const isFoundOnTheWay = ({ state, reason, answer, q }: RecipientFilter): boolean =>
  !reason &&
  !q &&
  (!answer || answer.startsWith("not_")) &&
  (!state || ["accepted", "delivered", "skipped", "pending"].includes(state));
