import "server-only";
import { IMPORT_UNDO_HOURS } from "@/contracts/imports";
import { pipelineSql } from "@/server/platform/db";

const MAX_PER_TICK = 50;
const ROWS = 20_000;

/**
 * Forgets the former values of imports that can no longer be undone. Reads all workspaces; each row it returns names its
 * own. Index: imports_undoable.
 */
export async function forgetOldUndos(now: Date): Promise<{ imports: number }> {
  const sql = pipelineSql();
  const before = new Date(now.getTime() - IMPORT_UNDO_HOURS * 3_600_000);
  const over = await sql<{ workspace_no: number; import_no: number }[]>`
    select workspace_no, import_no from imports
     where undo_forgotten_at is null and finished_at < ${before}
       and coalesce(undo ->> 'status', 'done') not in ('queued', 'running')
     limit ${MAX_PER_TICK}`;
  for (const row of over) {
    // The mark first: from here on nobody starts an undo that would find half of the values.
    const marked = await sql`
      update imports set undo_forgotten_at = ${now}
       where workspace_no = ${row.workspace_no} and import_no = ${row.import_no}
         and coalesce(undo ->> 'status', 'done') not in ('queued', 'running')`;
    if (marked.count === 0) continue;
    for (let count = ROWS; count === ROWS; ) {
      const cleared = await sql`
        update import_contacts set steps = null
         where workspace_no = ${row.workspace_no} and import_no = ${row.import_no} and contact_no in (
           select contact_no from import_contacts
            where workspace_no = ${row.workspace_no} and import_no = ${row.import_no} and steps is not null limit ${ROWS})`;
      count = cleared.count;
    }
  }
  return { imports: over.length };
}
