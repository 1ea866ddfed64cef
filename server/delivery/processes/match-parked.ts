import "server-only";
import type { ProviderNotification } from "@/server/channels";
import { pipelineSql } from "@/server/platform/db";
import { messageId } from "@/server/platform/message-ref";
import { groupBy } from "../rules/group-by";
import { recordNotifications } from "./record-notifications";

type Parked = {
  workspace_no: number;
  provider_no: number;
  kind: string;
  notification: Omit<ProviderNotification, "at"> & { at: string };
  run_no: number | null;
  batch_no: number | null;
  seq: number | null;
};

/**
 * Over all workspaces: takes in parked news whose message is known by now, and forgets what nobody knew for 72 hours.
 * By the provider's id the verdicts of that provider's runs are read, so this costs something only while such news
 * waits. Every write binds the workspace of the row found here.
 */
export async function matchParked(): Promise<{ tried: number; forgotten: number }> {
  const sql = pipelineSql();
  const rows = await sql<Parked[]>`
    select p.workspace_no, p.provider_no, v.kind, p.notification, d.run_no, d.batch_no, d.seq
      from parked_notifications p
      join providers v on v.workspace_no = p.workspace_no and v.provider_no = p.provider_no
      left join (send_runs r join deliveries d on d.workspace_no = r.workspace_no and d.run_no = r.run_no)
             on r.workspace_no = p.workspace_no and r.provider_no = p.provider_no
            and r.created_at > p.received_at - interval '30 days' and d.provider_id = p.provider_message_id
     where d.provider_id is not null or p.provider_message_id is null
     order by p.workspace_no, p.provider_no limit 5000`;
  for (const own of groupBy(rows, (row) => `${row.workspace_no}:${row.provider_no}`).values()) {
    const [first] = own;
    if (!first) continue;
    const { workspace_no: workspaceNo, provider_no: providerNo, kind } = first;
    await recordNotifications(workspaceNo, providerNo, kind, own.map(named));
    await sql`
      delete from parked_notifications p where p.workspace_no = ${workspaceNo} and p.provider_no = ${providerNo}
         and exists (select 1 from provider_notifications n where n.workspace_no = p.workspace_no
                        and n.provider_no = p.provider_no and n.notification_id = p.notification_id)`;
  }
  const old = await sql`delete from parked_notifications where received_at < now() - interval '72 hours' returning 1`;
  return { tried: rows.length, forgotten: old.length };
}

function named(row: Parked): ProviderNotification {
  const { workspace_no: workspaceNo, run_no: runNo, batch_no: batchNo, seq, notification } = row;
  const at = new Date(notification.at);
  if (runNo === null || batchNo === null || seq === null) return { ...notification, at };
  return { ...notification, at, messageId: messageId({ workspaceNo, runNo, batchNo, seq }) };
}
