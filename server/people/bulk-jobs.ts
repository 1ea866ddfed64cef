import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Permission } from "@/contracts/access";
import { publicId } from "@/contracts/ids";
import {
  BULK_SKIPS,
  type BulkAction,
  type BulkJob,
  type BulkOutcome,
  type BulkSkip,
  type BulkUndone,
} from "@/contracts/people";
import { bulkJobRows, bulkJobs } from "@/drizzle/schema/people";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

export type BulkJobRecord = typeof bulkJobs.$inferSelect;

/** How long the rows of a job are kept, and with them the way back. */
export const UNDO_DAYS = 7;

/** What each action needs besides contact:read. */
export const PERMISSION_OF: Record<BulkAction["kind"], Permission> = {
  add_tags: "contact:write",
  remove_tags: "contact:write",
  set_field: "contact:write",
  clear_field: "contact:write",
  suppress: "consent:write",
  delete: "contact:delete",
};

const UNDOABLE: ReadonlySet<BulkAction["kind"]> = new Set(["add_tags", "remove_tags", "set_field", "clear_field"]);
const ENDED: ReadonlySet<BulkJob["status"]> = new Set(["done", "cancelled", "failed"]);

export const canUndo = (job: BulkJobRecord, now: Date): boolean =>
  UNDOABLE.has(job.action.kind) &&
  ENDED.has(job.status) &&
  job.changed > 0 &&
  now.getTime() - job.createdAt.getTime() < UNDO_DAYS * 86_400_000;

export const toJob = (job: BulkJobRecord, now: Date): BulkJob => ({
  id: publicId("bulkJob", job.id),
  action: job.action,
  status: job.status,
  people: job.people,
  done: job.changed + job.already + job.skipped,
  changed: job.changed,
  already: job.already,
  skipped: job.skipped,
  restored: job.restored,
  left: job.leftAlone,
  canUndo: canUndo(job, now),
  problem: job.problem,
  createdAt: job.createdAt.toISOString(),
  startedAt: job.startedAt?.toISOString() ?? null,
  finishedAt: job.finishedAt?.toISOString() ?? null,
});

/** A job by its uuid; NOT_FOUND for another tenant's as for none. Locked when its state is about to change. */
export async function loadBulkJob(tx: Tx, workspaceNo: number, id: string, forUpdate = false): Promise<BulkJobRecord> {
  const query = tx
    .select()
    .from(bulkJobs)
    .where(and(eq(bulkJobs.workspaceNo, workspaceNo), eq(bulkJobs.id, id)));
  const [row] = forUpdate ? await query.for("update") : await query;
  if (!row) throw notFound("bulk job");
  return row;
}

/** The same by number, locked: one batch of a job at a time. */
export async function lockBulkJob(tx: Tx, workspaceNo: number, jobNo: number): Promise<BulkJobRecord | null> {
  const [row] = await tx
    .select()
    .from(bulkJobs)
    .where(and(eq(bulkJobs.workspaceNo, workspaceNo), eq(bulkJobs.jobNo, jobNo)))
    .for("update");
  return row ?? null;
}

export async function patchBulkJob(
  tx: Tx,
  job: Pick<BulkJobRecord, "workspaceNo" | "jobNo">,
  patch: Partial<BulkJobRecord>,
): Promise<BulkJobRecord> {
  const [row] = await tx
    .update(bulkJobs)
    .set(patch)
    .where(and(eq(bulkJobs.workspaceNo, job.workspaceNo), eq(bulkJobs.jobNo, job.jobNo)))
    .returning();
  if (!row) throw new Error("the bulk job is gone");
  return row;
}

/** What became of one person. */
export type RowResult = { contactNo: number; outcome: BulkOutcome; skip?: BulkSkip; before?: unknown };

const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;

/** Writes results into rows that are still pending; leans on the primary key. */
export async function writeResults(tx: Tx, job: BulkJobRecord, results: readonly RowResult[]): Promise<void> {
  await tx.execute(sql`
    update ${bulkJobRows} r set outcome = x.outcome, skip = x.skip, before = x.before
      from jsonb_to_recordset(${json(results.map(({ contactNo, ...rest }) => ({ contact_no: contactNo, ...rest })))})
        as x(contact_no bigint, outcome text, skip text, before jsonb)
     where r.workspace_no = ${job.workspaceNo}::int and r.job_no = ${job.jobNo}::int and r.contact_no = x.contact_no
       and r.outcome = 'pending'`);
}

/** Writes what an undo did to each person. */
export async function writeUndone(tx: Tx, job: BulkJobRecord, undone: ReadonlyMap<number, BulkUndone>): Promise<void> {
  await tx.execute(sql`
    update ${bulkJobRows} r set undone = x.undone
      from jsonb_to_recordset(${json([...undone].map(([contactNo, what]) => ({ contact_no: contactNo, undone: what })))})
        as x(contact_no bigint, undone text)
     where r.workspace_no = ${job.workspaceNo}::int and r.job_no = ${job.jobNo}::int and r.contact_no = x.contact_no`);
}

export const isSkip = (text: string | null): text is BulkSkip => BULK_SKIPS.some((skip) => skip === text);
