import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { UNKNOWN_DECISIONS, type UnknownDecision } from "@/contracts/delivery";
import { idOf } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { openMessageId } from "@/server/platform/message-ref";
import { lockRun, sendAgain } from "../again-run";

const EVENTS: Record<UnknownDecision, string> = {
  arrived: "resolved_accepted",
  not_arrived: "resolved_failed",
  send_again: "sent_again",
};

/**
 * A member decides about unknown messages of a run, some or all. One decision a message, the first stands. Sending again
 * makes a new run with new message ids for exactly those people: permits are asked anew, the old verdict stays.
 */
export const decideUnknown = defineCommand({
  name: "delivery.decide-unknown",
  permission: "campaign:launch",
  input: z.object({
    runNo: z.number().int(),
    /** Left out: every message of the run that is still unknown and undecided. */
    messageIds: z.array(idOf("message")).min(1).max(1000).nullish(),
    decision: z.enum(UNKNOWN_DECISIONS),
    note: z.string().trim().max(300).nullish(),
  }),
  async run(ctx, { runNo, messageIds, decision, note }, tx) {
    const run = await lockRun(tx, ctx, runNo);
    const people = await record(tx, ctx, { runNo, only: messageIds ?? null, kind: EVENTS[decision], note });
    if (people.length === 0)
      throw new AppError("CONFLICT", "These messages are not in doubt any more: somebody has decided about them.", {
        reason: "DECIDED",
      });
    const again = decision === "send_again" ? await sendAgain(tx, ctx, run, people) : null;
    return {
      result: { people: people.length, runId: again?.runId ?? null },
      audit: {
        action: "delivery.decide-unknown",
        entityType: "run",
        entityId: run.id,
        changes: { decision, people: people.length, ...(again ? { againRun: again.runId } : {}) },
      },
      events: again ? [{ name: "delivery.run-ready", data: { workspaceNo: ctx.workspaceNo, runNo: again.runNo } }] : [],
    };
  },
});

/** Writes the decision for whoever is still undecided; answers their contact numbers. Leans on both primary keys. */
async function record(
  tx: Tx,
  ctx: Ctx,
  { runNo, only, kind, note }: { runNo: number; only: string[] | null; kind: string; note?: string | null | undefined },
): Promise<number[]> {
  const rows = await tx.execute<{ contact_no: string }>(sql`
    insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, detail, source)
    select d.workspace_no, d.run_no, d.batch_no, d.seq, d.contact_no, ${kind}, ${ctx.now.toISOString()}::timestamptz,
           ${note ?? null}, 'member'
      from deliveries d
     where d.workspace_no = ${ctx.workspaceNo} and d.run_no = ${runNo} and d.status = 4
       ${only ? sql`and (d.batch_no, d.seq) in ${refsOf(ctx, runNo, only)}` : sql``}
       and not exists (select 1 from delivery_events e where e.workspace_no = d.workspace_no and e.run_no = d.run_no
                          and e.batch_no = d.batch_no and e.seq = d.seq
                          and (e.kind like 'resolved%' or e.kind = 'sent_again'))
    returning contact_no`);
  return rows.map((row) => Number(row.contact_no));
}

/** Ids of another workspace or another run name nobody here. */
function refsOf(ctx: Ctx, runNo: number, ids: string[]): SQL {
  const refs = ids.flatMap((id) => {
    const ref = openMessageId(id);
    return ref?.workspaceNo === ctx.workspaceNo && ref.runNo === runNo ? [{ b: ref.batchNo, s: ref.seq }] : [];
  });
  return sql`(select m.b, m.s from jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) as m(b int, s int))`;
}
