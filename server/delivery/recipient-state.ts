import "server-only";
import { type SQL, sql } from "drizzle-orm";

/**
 * The state of one person, worst news first. It never goes back: a bounce after a delivery stays a bounce, whatever
 * order the news came in (features.md §4.2). Aliases: `r` run_recipients, `d` deliveries, `n` the news of the message.
 */
export const stateSql = (isLocal: SQL | boolean): SQL => sql`
  case when r.batch_no = 0 or d.status = 2 then 'skipped' when d.status = 5 then 'cancelled'
       when n.complained then 'complained' when n.bounced then 'bounced'
       when n.delivered or (${isLocal} and (d.status = 1 or (d.status = 4 and n.resolved = 'resolved_accepted')))
         then 'delivered'
       when d.status = 3 or (d.status = 4 and n.resolved = 'resolved_failed') then 'failed'
       when d.status = 1 or (d.status = 4 and n.resolved = 'resolved_accepted') then 'accepted'
       when d.status = 4 then 'unknown' else 'pending' end`;
