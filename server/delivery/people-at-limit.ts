import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { FrequencyCap } from "@/contracts/sending-policy";

/**
 * Contact numbers of those the workspace's limit keeps from another marketing e-mail now: what the permit would count,
 * over everybody. Only runs that were open within the days are read, by primary key. Always binds the workspace.
 */
export const peopleAtLimit = (workspaceNo: number, { count, days }: FrequencyCap): SQL => sql`
  select d.contact_no
    from send_runs s
    join deliveries d on d.workspace_no = s.workspace_no and d.run_no = s.run_no
   where s.workspace_no = ${workspaceNo} and s.content ->> 'purpose' = 'marketing'
     and (s.finished_at is null or s.finished_at > now() - make_interval(days => ${days}::int))
     and d.status in (1, 4) and d.at > now() - make_interval(days => ${days}::int)
   group by d.contact_no having count(*) >= ${count}`;
