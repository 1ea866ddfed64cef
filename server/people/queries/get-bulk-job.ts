import "server-only";
import { and, asc, desc, eq, gt, lt } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { BULK_OUTCOMES, type BulkJob, type BulkJobRow } from "@/contracts/people";
import { contacts } from "@/drizzle/schema/contacts";
import { bulkJobRows, bulkJobs } from "@/drizzle/schema/people";
import { toContact } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { isSkip, loadBulkJob, toJob } from "../bulk-jobs";

const input = z.object({ id: idOf("bulkJob") });

/** A job with its counters as of the last batch. */
export const getBulkJob = defineQuery({
  name: "bulk-job.get",
  permission: "contact:read",
  input,
  async run(ctx, { id }, tx): Promise<BulkJob> {
    return toJob(await loadBulkJob(tx, ctx.workspaceNo, id), ctx.now);
  },
});

/** Newest first. */
export const listBulkJobs = defineQuery({
  name: "bulk-job.list",
  permission: "contact:read",
  input: pageInput,
  async run(ctx, { limit, cursor }, tx): Promise<Page<BulkJob>> {
    const after = decodeCursor(cursor, z.tuple([z.number()]));
    const rows = await tx
      .select()
      .from(bulkJobs)
      .where(and(eq(bulkJobs.workspaceNo, ctx.workspaceNo), after ? lt(bulkJobs.jobNo, after[0]) : undefined))
      .orderBy(desc(bulkJobs.jobNo))
      .limit(limit + 1);
    return toPage(
      rows,
      limit,
      (row) => [row.jobNo],
      (row) => toJob(row, ctx.now),
    );
  },
});

/** What became of each person, in the order they were added to the workspace. Index: primary key, or by outcome. */
export const listBulkRows = defineQuery({
  name: "bulk-job.rows",
  permission: "contact:read",
  input: pageInput.extend({ ...input.shape, outcome: z.enum(BULK_OUTCOMES).optional() }),
  async run(ctx, { id, outcome, limit, cursor }, tx): Promise<Page<BulkJobRow>> {
    const job = await loadBulkJob(tx, ctx.workspaceNo, id);
    const after = decodeCursor(cursor, z.tuple([z.number()]));
    const rows = await tx
      .select({ row: bulkJobRows, contact: contacts })
      .from(bulkJobRows)
      .leftJoin(
        contacts,
        and(eq(contacts.workspaceNo, bulkJobRows.workspaceNo), eq(contacts.contactNo, bulkJobRows.contactNo)),
      )
      .where(
        and(
          eq(bulkJobRows.workspaceNo, ctx.workspaceNo),
          eq(bulkJobRows.jobNo, job.jobNo),
          outcome ? eq(bulkJobRows.outcome, outcome) : undefined,
          after ? gt(bulkJobRows.contactNo, after[0]) : undefined,
        ),
      )
      .orderBy(asc(bulkJobRows.contactNo))
      .limit(limit + 1);
    return toPage(
      rows,
      limit,
      ({ row }) => [row.contactNo],
      ({ row, contact }): BulkJobRow => {
        const shown = contact && toContact(ctx, contact, []);
        const formerId = job.action.kind === "delete" && typeof row.before === "string" ? row.before : null;
        return {
          contactId: contact ? publicId("contact", contact.id) : formerId,
          name: shown
            ? [shown.firstName, shown.lastName].filter(Boolean).join(" ") || shown.email || shown.externalId || shown.id
            : "Deleted contact",
          outcome: row.outcome,
          skip: isSkip(row.skip) ? row.skip : null,
          undone: row.undone,
        };
      },
    );
  },
});
