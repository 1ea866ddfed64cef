import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { openMessageId } from "@/server/platform/message-ref";

/**
 * A person decides about messages whose outcome nobody knows, e.g. after reading the server's log. The first decision
 * about a message stands, a provider's later word included. Changes what the report says; sends nothing.
 */
export const resolveUnknown = defineCommand({
  name: "delivery.resolve-unknown",
  permission: "campaign:launch",
  input: z.object({
    messageIds: z.array(idOf("message")).min(1).max(1000),
    outcome: z.enum(["accepted", "failed"]),
    note: z.string().trim().max(300).optional(),
  }),
  async run(ctx, { messageIds, outcome, note }, tx) {
    const refs = messageIds.flatMap((id) => {
      const ref = openMessageId(id);
      return ref?.workspaceNo === ctx.workspaceNo ? [ref] : [];
    });
    const list = JSON.stringify(refs.map(({ runNo, batchNo, seq }) => ({ run_no: runNo, batch_no: batchNo, seq })));
    const rows = await tx.execute(sql`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, detail, source)
      select d.workspace_no, d.run_no, d.batch_no, d.seq, d.contact_no, ${`resolved_${outcome}`}, ${ctx.now.toISOString()}::timestamptz,
             ${note ?? null}, 'member'
        from jsonb_to_recordset(${list}::jsonb) as m(run_no int, batch_no int, seq int)
        join deliveries d on d.workspace_no = ${ctx.workspaceNo} and d.run_no = m.run_no and d.batch_no = m.batch_no
                         and d.seq = m.seq and d.status = 4
       where not exists (select 1 from delivery_events e where e.workspace_no = d.workspace_no and e.run_no = d.run_no
                            and e.batch_no = d.batch_no and e.seq = d.seq
                            and (e.kind like 'resolved%' or e.kind = 'sent_again'))
      returning 1`);
    return {
      result: { resolved: rows.length },
      audit: { action: "delivery.resolve-unknown", entityType: "message", changes: { outcome, resolved: rows.length } },
      events: [],
    };
  },
});
