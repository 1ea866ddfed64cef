import "server-only";
import { sql } from "drizzle-orm";
import { inPipeline } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";

const EVERY_MINUTES = 5;
/** A refresh that was asked for this long ago was lost with its process. */
const LOST_MINUTES = 15;
const MAX_PER_TICK = 500;

/**
 * Asks for a refresh of active segments whose members are older than five minutes, the oldest first. Workspaces without
 * people are left alone. The one statement here that reads all workspaces; each row it returns names its own.
 */
export async function requestDueRefreshes(now = new Date()): Promise<{ requested: number }> {
  return inPipeline(async (tx) => {
    const at = now.toISOString();
    const due = await tx.execute<{ workspace_no: number; segment_no: number }>(sql`
      with due as (
        select s.workspace_no, s.segment_no from segments s
         where s.status = 'active'
           and (coalesce(s.refreshed_at, s.updated_at) < ${at}::timestamptz - ${LOST_MINUTES}::int * interval '1 minute'
             or (s.refresh_state not in ('queued', 'running')
               and coalesce(s.refreshed_at, '-infinity') < ${at}::timestamptz - ${EVERY_MINUTES}::int * interval '1 minute'))
           and exists (select 1 from contacts c where c.workspace_no = s.workspace_no)
         order by s.refreshed_at nulls first
         limit ${MAX_PER_TICK}::int
           for update skip locked)
      update segments s set refresh_state = 'queued' from due
       where s.workspace_no = due.workspace_no and s.segment_no = due.segment_no
      returning s.workspace_no, s.segment_no`);
    for (const row of due)
      await emitEvents(tx, { workspaceNo: row.workspace_no, now, traceId: currentTraceId() }, [
        {
          name: "segment.refresh-requested",
          data: { workspaceNo: row.workspace_no, segmentNo: row.segment_no },
        },
      ]);
    return { requested: due.length };
  });
}
