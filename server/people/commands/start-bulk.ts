import "server-only";
import { sql } from "drizzle-orm";
import { BULK_AT_ONCE, type BulkJob, startBulkSchema } from "@/contracts/people";
import { bulkJobRows, bulkJobs } from "@/drizzle/schema/people";
import { defineCommand } from "@/server/platform/command";
import { actorId, demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { fieldOf } from "../apply-action";
import { PERMISSION_OF, patchBulkJob, toJob } from "../bulk-jobs";
import { c, readFast, selected } from "../matching";
import { settleRows } from "../processes/run-bulk-job";

/**
 * Changes many people at once: up to 1,000 within this transaction, more as a job in the background. Either way there
 * is a job that says of each person what it was, and from which tag and field changes can be undone.
 */
export const startBulk = defineCommand({
  name: "bulk-job.start",
  permission: "contact:read",
  input: startBulkSchema,
  async run(ctx, { selection, action, expected }, tx) {
    demand(ctx, PERMISSION_OF[action.kind]);
    if (action.kind === "set_field" || action.kind === "clear_field") await fieldOf(tx, ctx, action);
    const where = await selected(tx, ctx, selection);
    const found = await readFast((fast) =>
      fast
        .select({ contactNo: c.contactNo })
        .from(c)
        .where(where)
        .orderBy(c.contactNo)
        .limit(BULK_AT_ONCE + 1),
    );
    const contactNos = found.map((row) => row.contactNo);
    const last = contactNos.at(-1);
    if (last === undefined) throw new AppError("VALIDATION_ERROR", "Nobody is selected.", { field: "selection" });
    const isSmall = contactNos.length <= BULK_AT_ONCE;
    if (isSmall && action.kind === "delete" && expected !== undefined && contactNos.length > expected)
      throw new AppError(
        "CONFLICT",
        `By now ${contactNos.length} people match, not ${expected}. Look again and confirm.`,
      );
    const jobNo = await takeNumbers(tx, ctx.workspaceNo, "bulk_job");
    const [queued] = await tx
      .insert(bulkJobs)
      .values({
        workspaceNo: ctx.workspaceNo,
        jobNo,
        id: uuidv7(ctx.now),
        action,
        selection,
        status: "queued",
        expected: expected ?? null,
        people: isSmall ? contactNos.length : null,
        actorType: ctx.actor.type,
        actorId: actorId(ctx.actor),
        createdAt: ctx.now,
      })
      .returning();
    if (!queued) throw new Error("insert returned no job");
    const audit = {
      action: "bulk-job.start",
      entityType: "bulkJob",
      entityId: queued.id,
      changes: { action: action.kind, ...(isSmall ? { people: contactNos.length } : {}) },
    };
    if (!isSmall) {
      const event = { name: "bulk-job.requested" as const, data: { workspaceNo: ctx.workspaceNo, jobNo } };
      return { result: toJob(queued, ctx.now), audit, events: [event] };
    }
    await tx.execute(sql`
      insert into ${bulkJobRows} (workspace_no, job_no, contact_no)
      select ${ctx.workspaceNo}::int, ${jobNo}::int, unnest(${`{${contactNos.join(",")}}`}::bigint[])`);
    const settled = await settleRows(tx, ctx, queued, contactNos, last);
    const done = await patchBulkJob(tx, settled, { status: "done", startedAt: ctx.now, finishedAt: ctx.now });
    const result: BulkJob = toJob(done, ctx.now);
    const { changed, already, skipped } = result;
    return { result, audit: { ...audit, changes: { ...audit.changes, changed, already, skipped } }, events: [] };
  },
});
