import "server-only";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { bulkJobRows, bulkJobs } from "@/drizzle/schema/people";
import { writeAudit } from "@/server/platform/audit";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, type Tx } from "@/server/platform/db";
import { emitEvents } from "@/server/platform/outbox";
import { applyAction } from "../apply-action";
import { type BulkJobRecord, lockBulkJob, patchBulkJob, writeResults, writeUndone } from "../bulk-jobs";
import { selected } from "../matching";
import { undoAction } from "../undo-action";

/** Deleting and suppressing hold back senders while a batch runs, so their batches are small. */
const BATCH: Record<BulkJobRecord["action"]["kind"], number> = {
  add_tags: 5_000,
  remove_tags: 5_000,
  set_field: 5_000,
  clear_field: 5_000,
  suppress: 1_000,
  delete: 1_000,
};

/** more = call again; done = nothing is left; stopped = cancelled, refused or finished by somebody else. */
export type BulkState = "more" | "done" | "stopped";

/**
 * Works on a job for up to `budgetMs`, batch by batch, each batch one transaction with the rows it changed, their
 * results and the counters. Safe to kill anywhere and to call again or twice: the job row is locked first, and a batch
 * starts behind the last committed one.
 */
export const runBulkJob = (ctx: Ctx, jobNo: number, budgetMs: number): Promise<BulkState> =>
  inBatches(budgetMs, () => inPipeline((tx) => runOne(tx, ctx, jobNo)));

/** The way back, in the same steps. */
export const runBulkUndo = (ctx: Ctx, jobNo: number, budgetMs: number): Promise<BulkState> =>
  inBatches(budgetMs, () => inPipeline((tx) => undoOne(tx, ctx, jobNo)));

async function inBatches(budgetMs: number, next: () => Promise<BulkState>): Promise<BulkState> {
  const stopAt = performance.now() + budgetMs;
  for (;;) {
    const state = await next();
    if (state !== "more" || performance.now() > stopAt) return state;
  }
}

async function runOne(tx: Tx, ctx: Ctx, jobNo: number): Promise<BulkState> {
  const job = await lockBulkJob(tx, ctx.workspaceNo, jobNo);
  if (!job || (job.status !== "queued" && job.status !== "running")) return "stopped";
  if (job.people === null) return freeze(tx, ctx, job);
  const numbers = await nextRows(tx, job, "pending", BATCH[job.action.kind]);
  const contactNos = numbers.map((row) => row.contactNo);
  const last = contactNos.at(-1);
  if (last === undefined) {
    await finish(tx, ctx, job);
    return "done";
  }
  await settleRows(tx, ctx, job, contactNos, last);
  return "more";
}

/** Writes down who is meant, once, as of the moment the job was asked for. */
async function freeze(tx: Tx, ctx: Ctx, job: BulkJobRecord): Promise<BulkState> {
  const where = await selected(tx, { ...ctx, now: job.createdAt }, job.selection);
  const inserted = await tx.execute(sql`
    insert into ${bulkJobRows} (workspace_no, job_no, contact_no)
    select ${job.workspaceNo}::int, ${job.jobNo}::int, "c".contact_no from contacts "c" where ${where}`);
  const people = inserted.count;
  const tooMany = job.action.kind === "delete" && job.expected !== null && people > job.expected;
  if (tooMany) {
    await tx
      .delete(bulkJobRows)
      .where(and(eq(bulkJobRows.workspaceNo, job.workspaceNo), eq(bulkJobRows.jobNo, job.jobNo)));
    const problem = `By now ${people} people match, not ${job.expected}. Nobody was deleted; look again and confirm.`;
    await patchBulkJob(tx, job, { status: "failed", people, problem, finishedAt: new Date() });
    return "stopped";
  }
  await patchBulkJob(tx, job, { status: "running", people, startedAt: ctx.now });
  return "more";
}

/** Changes these people, notes what became of each and adds it up; all in the caller's transaction. */
export async function settleRows(
  tx: Tx,
  ctx: Ctx,
  job: BulkJobRecord,
  contactNos: readonly number[],
  cursorNo: number,
): Promise<BulkJobRecord> {
  const { results, events } = await applyAction(tx, ctx, job.action, contactNos);
  await writeResults(tx, job, results);
  await emitEvents(tx, ctx, events);
  const sum = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
  return patchBulkJob(tx, job, {
    changed: job.changed + sum("changed"),
    already: job.already + sum("already"),
    skipped: job.skipped + sum("skipped"),
    cursorNo,
  });
}

async function finish(tx: Tx, ctx: Ctx, job: BulkJobRecord): Promise<void> {
  await patchBulkJob(tx, job, { status: "done", finishedAt: new Date() });
  await writeAudit(tx, ctx, [
    { action: "bulk-job.complete", entityType: "bulkJob", entityId: job.id, changes: countsOf(job) },
  ]);
}

const countsOf = ({ changed, already, skipped }: BulkJobRecord) => ({ changed, already, skipped });

async function undoOne(tx: Tx, ctx: Ctx, jobNo: number): Promise<BulkState> {
  const job = await lockBulkJob(tx, ctx.workspaceNo, jobNo);
  if (job?.status !== "undoing") return "stopped";
  const rows = await nextRows(tx, job, "changed", BATCH[job.action.kind]);
  const last = rows.at(-1);
  if (last) {
    await settleUndo(tx, ctx, job, rows, last.contactNo);
    return "more";
  }
  await finishUndo(tx, ctx, job);
  return "done";
}

export async function settleUndo(
  tx: Tx,
  ctx: Ctx,
  job: BulkJobRecord,
  rows: readonly { contactNo: number; before: unknown }[],
  cursorNo: number,
): Promise<BulkJobRecord> {
  const undone = await undoAction(tx, ctx, job, rows);
  await writeUndone(tx, job, undone);
  const restored = [...undone.values()].filter((what) => what === "restored").length;
  return patchBulkJob(tx, job, {
    restored: job.restored + restored,
    leftAlone: job.leftAlone + rows.length - restored,
    cursorNo,
  });
}

export async function finishUndo(tx: Tx, ctx: Ctx, job: BulkJobRecord): Promise<BulkJobRecord> {
  await writeAudit(tx, ctx, [
    {
      action: "bulk-job.undo",
      entityType: "bulkJob",
      entityId: job.id,
      changes: { restored: job.restored, left: job.leftAlone },
    },
  ]);
  return patchBulkJob(tx, job, { status: "undone" });
}

/** The next rows of one outcome behind the job's cursor. Index: bulk_job_rows_outcome. */
export const nextRows = (tx: Tx, job: BulkJobRecord, outcome: "pending" | "changed", limit: number) =>
  tx
    .select({ contactNo: bulkJobRows.contactNo, before: bulkJobRows.before })
    .from(bulkJobRows)
    .where(
      and(
        eq(bulkJobRows.workspaceNo, job.workspaceNo),
        eq(bulkJobRows.jobNo, job.jobNo),
        eq(bulkJobRows.outcome, outcome),
        gt(bulkJobRows.contactNo, job.cursorNo),
      ),
    )
    .orderBy(asc(bulkJobRows.contactNo))
    .limit(limit);

/** After the last retry: the job keeps what it settled and says that it stopped. */
export async function failBulkJob(ctx: Ctx, jobNo: number, problem: string): Promise<void> {
  await inPipeline((tx) =>
    tx
      .update(bulkJobs)
      .set({ status: "failed", problem: problem.slice(0, 500), finishedAt: ctx.now })
      .where(
        and(
          eq(bulkJobs.workspaceNo, ctx.workspaceNo),
          eq(bulkJobs.jobNo, jobNo),
          inArray(bulkJobs.status, ["queued", "running", "undoing"]),
        ),
      ),
  );
}
