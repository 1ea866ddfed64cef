import "server-only";
import type postgres from "postgres";
import type { MessageRef } from "@/server/platform/message-ref";
import { findScannerClicks, type MessageClick } from "../rules/classify-hit";
import { groupBy } from "../rules/group-by";

type Sql = postgres.Sql | postgres.TransactionSql;
type Place = Omit<MessageRef, "workspaceNo">;

export const keyOf = (ref: Place): string => `${ref.runNo}:${ref.batchNo}:${ref.seq}`;

/** A scanner shows only in the sum of its clicks, so those of the messages just clicked are looked at together. */
export async function markScanners(sql: Sql, workspaceNo: number, clicks: Place[]): Promise<void> {
  if (clicks.length === 0) return;
  const rows = await sql<
    { hit_id: string; run_no: number; batch_no: number; seq: number; link_no: number; link_count: number; at: Date }[]
  >`select distinct h.hit_id, h.run_no, h.batch_no, h.seq, h.link_no, h.link_count, h.at
      from unnest(${clicks.map((h) => h.runNo)}::int[], ${clicks.map((h) => h.batchNo)}::int[],
                  ${clicks.map((h) => h.seq)}::int[]) as m(run_no, batch_no, seq)
      join message_hits h on h.workspace_no = ${workspaceNo} and h.run_no = m.run_no and h.batch_no = m.batch_no
                         and h.seq = m.seq and h.kind = 'click' and h.link_no is not null`;
  const byMessage = groupBy(rows, (r) => keyOf({ runNo: r.run_no, batchNo: r.batch_no, seq: r.seq }));
  const scanned = [...byMessage.values()].flatMap((own) =>
    findScannerClicks(
      own.map(
        (r): MessageClick => ({ hitId: r.hit_id, linkNo: r.link_no, linkCount: r.link_count, atMs: r.at.getTime() }),
      ),
    ),
  );
  if (scanned.length > 0)
    await sql`
      update message_hits set verdict = 'machine' where workspace_no = ${workspaceNo}
         and hit_id = any (${scanned}::uuid[]) and verdict <> 'machine'`;
}
