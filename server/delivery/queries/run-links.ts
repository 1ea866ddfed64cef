import "server-only";
import { sql } from "drizzle-orm";
import type { LinkAnswer } from "@/contracts/reports";
import type { Tx } from "@/server/platform/db";

const MOST = 100;
type Row = { link_no: number; address: string; people: number; clicks: number; machine_clicks: number };

/**
 * What came of each link, most followed first. Links are told apart by their place and address; a query that differs
 * from person to person is left out of the address and of the telling apart. Leans on message_hits_message.
 */
export async function linksOf(tx: Tx, workspaceNo: number, runNo: number): Promise<LinkAnswer[]> {
  const rows = await tx.execute<Row>(sql`
      select link_no, case when min(url) = max(url) then min(url) else place end as address,
             count(distinct (batch_no, seq)) filter (where verdict = 'human')::int as people,
             count(*) filter (where verdict = 'human')::int as clicks,
             count(*) filter (where verdict = 'machine')::int as machine_clicks
        from (select *, split_part(split_part(url, '#', 1), '?', 1) as place from message_hits
               where workspace_no = ${workspaceNo} and run_no = ${runNo} and kind = 'click'
                 and link_no is not null and url is not null) hits
       group by link_no, place order by people desc, clicks desc, link_no, place limit ${MOST}`);
  return rows.map((row) => ({
    linkNo: row.link_no,
    address: row.address,
    people: row.people,
    clicks: row.clicks,
    machineClicks: row.machine_clicks,
  }));
}
