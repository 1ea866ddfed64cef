import "server-only";
import { sql } from "drizzle-orm";
import { inPipeline, type Tx } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";
import { nextRun } from "../schedule";
import { refreshRequested } from "../write";

/** A refresh that was asked for this long ago was lost with its process. */
const LOST_MINUTES = 15;
const MAX_PER_TICK = 500;

type Due = { workspace_no: number; segment_no: number; refresh_cron: string | null; refresh_zone: string };

/**
 * Asks for a refresh of active segments whose time has come, the longest overdue first, and sets their next time. Workspaces
 * without people are left alone. The one read here that spans all workspaces; each row it returns names its own.
 */
export async function requestDueRefreshes(now = new Date()): Promise<{ requested: number }> {
  return inPipeline(async (tx) => {
    const due = await claimDue(tx, now);
    for (const row of due)
      await emitEvents(tx, { workspaceNo: row.workspace_no, now, traceId: currentTraceId() }, [
        refreshRequested(row.workspace_no, row.segment_no),
      ]);
    return { requested: due.length };
  });
}

/** Index: segments_due. Rows another worker holds are its business. */
async function claimDue(tx: Tx, now: Date): Promise<Due[]> {
  const at = now.toISOString();
  const due = await tx.execute<Due>(sql`
    select s.workspace_no, s.segment_no, s.refresh_cron, s.refresh_zone from segments s
     where s.status = 'active' and s.type = 'dynamic'
       and (case when s.refresh_state in ('queued', 'running')
              then coalesce(s.queued_at, s.updated_at) < ${at}::timestamptz - ${LOST_MINUTES}::int * interval '1 minute'
              else s.refresh_cron is not null and coalesce(s.next_refresh_at, '-infinity') <= ${at}::timestamptz end)
       and exists (select 1 from contacts c where c.workspace_no = s.workspace_no)
     order by s.next_refresh_at nulls first
     limit ${MAX_PER_TICK}::int
       for update skip locked`);
  if (due.length === 0) return [];
  const next = due.map((row) => ({
    workspace_no: row.workspace_no,
    segment_no: row.segment_no,
    next_at: nextRun({ cron: row.refresh_cron, timeZone: row.refresh_zone }, now)?.toISOString() ?? null,
  }));
  await tx.execute(sql`
    update segments s set refresh_state = 'queued', queued_at = ${at}::timestamptz, next_refresh_at = d.next_at
      from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as d(workspace_no int, segment_no int, next_at timestamptz)
     where s.workspace_no = d.workspace_no and s.segment_no = d.segment_no`);
  return [...due];
}
