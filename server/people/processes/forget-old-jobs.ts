import "server-only";
import { pipelineSql } from "@/server/platform/db";
import { UNDO_DAYS } from "../bulk-jobs";
import { removeExportFile } from "../export-files";

const MAX_PER_TICK = 200;

/**
 * Deletes the files of exports whose 7 days are over, and the rows of bulk jobs that can no longer be undone; the jobs
 * and their counts stay. Reads all workspaces; each row it returns names its own.
 */
export async function forgetOldJobs(now: Date): Promise<{ files: number; jobs: number }> {
  const sql = pipelineSql();
  const over = await sql<{ workspace_no: number; export_no: number; storage_key: string }[]>`
    select workspace_no, export_no, storage_key from exports
     where storage_key is not null and expires_at <= ${now} limit ${MAX_PER_TICK}`;
  for (const row of over) {
    // The file first: a crash in between leaves a row that is found again, not a file that nobody knows.
    await removeExportFile(row.storage_key);
    await sql`
      update exports set status = 'expired', storage_key = null
       where workspace_no = ${row.workspace_no} and export_no = ${row.export_no} and storage_key = ${row.storage_key}`;
  }
  const before = new Date(now.getTime() - UNDO_DAYS * 86_400_000);
  const jobs = await sql<{ workspace_no: number; job_no: number }[]>`
    select j.workspace_no, j.job_no from bulk_jobs j
     where j.created_at < ${before} and j.status in ('done', 'cancelled', 'failed', 'undone')
       and exists (select 1 from bulk_job_rows r where r.workspace_no = j.workspace_no and r.job_no = j.job_no)
     limit ${MAX_PER_TICK}`;
  for (const job of jobs)
    await sql`delete from bulk_job_rows where workspace_no = ${job.workspace_no} and job_no = ${job.job_no}`;
  return { files: over.length, jobs: jobs.length };
}
