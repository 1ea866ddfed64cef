import "server-only";
import { type SQL, sql } from "drizzle-orm";

/** Whether `contacts c` is of a run's audience, sent to or not. Leans on run_recipients_contact; binds the workspace. */
export const inRun = (workspaceNo: number, runNo: number): SQL => sql`exists (
  select 1 from run_recipients r where r.workspace_no = ${workspaceNo}::int and r.run_no = ${runNo}::int
     and r.contact_no = c.contact_no)`;
