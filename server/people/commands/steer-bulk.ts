import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { BULK_AT_ONCE } from "@/contracts/people";
import { defineCommand } from "@/server/platform/command";
import { demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { canUndo, loadBulkJob, PERMISSION_OF, patchBulkJob, toJob } from "../bulk-jobs";
import { finishUndo, nextRows, settleUndo } from "../processes/run-bulk-job";

const input = z.object({ id: idOf("bulkJob") });

/** Ends a job behind the batch that is under way; what is changed stays, and can be undone. */
export const cancelBulk = defineCommand({
  name: "bulk-job.cancel",
  permission: "contact:read",
  input,
  async run(ctx, { id }, tx) {
    const job = await loadBulkJob(tx, ctx.workspaceNo, id, true);
    demand(ctx, PERMISSION_OF[job.action.kind]);
    if (job.status !== "queued" && job.status !== "running")
      throw new AppError("CONFLICT", `A job that is ${job.status} cannot be cancelled.`, { status: job.status });
    const cancelled = await patchBulkJob(tx, job, { status: "cancelled", finishedAt: ctx.now });
    return {
      result: toJob(cancelled, ctx.now),
      audit: { action: "bulk-job.cancel", entityType: "bulkJob", entityId: id },
      events: [],
    };
  },
});

/**
 * Gives back what a job took, to everybody who is still as the job left them. Up to 1,000 people at once, more in the
 * background.
 */
export const undoBulk = defineCommand({
  name: "bulk-job.undo",
  permission: "contact:read",
  input,
  async run(ctx, { id }, tx) {
    const job = await loadBulkJob(tx, ctx.workspaceNo, id, true);
    demand(ctx, PERMISSION_OF[job.action.kind]);
    if (!canUndo(job, ctx.now))
      throw new AppError("CONFLICT", "This job cannot be undone, or no longer.", { status: job.status });
    const undoing = await patchBulkJob(tx, job, { status: "undoing", cursorNo: 0 });
    const audit = { action: "bulk-job.request-undo", entityType: "bulkJob", entityId: id };
    if (job.changed > BULK_AT_ONCE)
      return {
        result: toJob(undoing, ctx.now),
        audit,
        events: [
          { name: "bulk-job.undo-requested" as const, data: { workspaceNo: ctx.workspaceNo, jobNo: job.jobNo } },
        ],
      };
    const rows = await nextRows(tx, undoing, "changed", BULK_AT_ONCE);
    const settled = await settleUndo(tx, ctx, undoing, rows, rows.at(-1)?.contactNo ?? 0);
    return { result: toJob(await finishUndo(tx, ctx, settled), ctx.now), audit, events: [] };
  },
});
