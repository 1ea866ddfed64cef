import "server-only";
import { createHash } from "node:crypto";
import type { ProviderNotification } from "@/server/channels";
import { pipelineSql } from "@/server/platform/db";
import type { MessageRef } from "@/server/platform/message-ref";

export type Addressed = { notification: ProviderNotification; ref: MessageRef };
export type Located = Addressed & {
  contactNo: number;
  /** Where the message went: also for a person who has gone into another contact since. */
  addressKey: string | null;
  /** The same uuid for the same notification. */
  hitId: (providerNo: number) => string;
};

/** The recipient rows news is about, by primary key; `missing` have none (yet). */
export async function locate(
  workspaceNo: number,
  news: readonly Addressed[],
): Promise<{ found: Located[]; missing: ProviderNotification[] }> {
  if (news.length === 0) return { found: [], missing: [] };
  const rows = await pipelineSql()<{ ord: string; contact_no: string; key: string | null }[]>`
    select n.ord, r.contact_no, coalesce(r.to_address, c.email_key, m.snapshot #>> '{loser,emailKey}') as key
      from unnest(${news.map((n) => n.ref.runNo)}::bigint[], ${news.map((n) => n.ref.batchNo)}::bigint[],
                  ${news.map((n) => n.ref.seq)}::int[]) with ordinality as n(run_no, batch_no, seq, ord)
      join run_recipients r on r.workspace_no = ${workspaceNo} and r.run_no = n.run_no and r.batch_no = n.batch_no
                           and r.seq = n.seq
      left join contacts c on c.workspace_no = r.workspace_no and c.contact_no = r.contact_no
      left join contact_merges m on m.workspace_no = r.workspace_no and m.loser_no = r.contact_no and m.undone_at is null`;
  const byOrd = new Map(rows.map((row) => [Number(row.ord), row]));
  const found: Located[] = [];
  const missing: ProviderNotification[] = [];
  for (const [index, { notification, ref }] of news.entries()) {
    const row = byOrd.get(index + 1);
    const hitId = (providerNo: number) => uuidOf(`${workspaceNo}:${providerNo}:${notification.notificationId}`);
    if (row) found.push({ notification, ref, contactNo: Number(row.contact_no), addressKey: row.key, hitId });
    else missing.push(notification);
  }
  return { found, missing };
}

function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
