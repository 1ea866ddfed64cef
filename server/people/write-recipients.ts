import "server-only";
import { sql } from "drizzle-orm";
import { maskEmail } from "@/contracts/addresses";
import { type RecipientState, skipReasonOf } from "@/contracts/delivery";
import { publicId } from "@/contracts/ids";
import type { RecipientSelection } from "@/contracts/people";
import { loadRunOf } from "@/server/campaigns";
import { filterOf, isLocalRun, recipientsSql } from "@/server/delivery";
import type { Tx } from "@/server/platform/db";
import { messageId } from "@/server/platform/message-ref";
import type { ExportRecord } from "./exports";
import type { RecipientColumn } from "./rules/recipient-columns";
import type { CellValue } from "./rules/to-cell";

type Fetched = {
  batch_no: number;
  seq: number;
  contact_id: string | null;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  state: RecipientState;
  skip: number | null;
  detail: string | null;
  at: Date | string | null;
};

/**
 * Opens a cursor over the people of a campaign's run, and says how a row of it becomes a line of the file. What the
 * provider said may quote the address, so it is hidden with it.
 */
export async function openRecipients(
  tx: Tx,
  attempt: ExportRecord,
  { campaignId, filter }: RecipientSelection,
): Promise<{ people: number; linesOf(batch: Fetched[]): CellValue[][] }> {
  const { workspaceNo } = attempt;
  const { runNo } = await loadRunOf(tx, workspaceNo, campaignId);
  const run = { workspaceNo, runNo, isLocal: await isLocalRun(tx, workspaceNo, runNo) };
  const seesPii = attempt.seesPii === 1;
  const recipients = recipientsSql(run, filterOf(filter, seesPii));
  const [counted] = await tx.execute<{ people: number }>(
    sql`select count(*)::int as people from (${recipients}) counted`,
  );
  await tx.execute(sql`
    declare people no scroll cursor for
    select p.*, c.first_name, c.last_name from (${recipients}) p
      left join contacts c on c.workspace_no = ${workspaceNo} and c.contact_no = p.contact_no
     order by p.batch_no, p.seq`);
  const cellOf = (row: Fetched, column: RecipientColumn): CellValue => {
    switch (column) {
      case "contact_id":
        return row.contact_id && publicId("contact", row.contact_id);
      case "email":
        return row.email === null || seesPii ? row.email : maskEmail(row.email);
      case "reason":
        return row.skip === null ? null : skipReasonOf(row.skip);
      case "detail":
        return seesPii ? row.detail : null;
      case "at":
        return row.at === null ? null : new Date(row.at).toISOString();
      case "message_id":
        return publicId("message", messageId({ workspaceNo, runNo, batchNo: row.batch_no, seq: row.seq }));
      default:
        return row[column];
    }
  };
  return {
    people: counted?.people ?? 0,
    linesOf: (batch) => batch.map((row) => attempt.columns.map((id) => cellOf(row, id as RecipientColumn))),
  };
}
