import "server-only";
import { and, asc, desc, eq, gt, ilike, lt, or } from "drizzle-orm";
import { z } from "zod";
import { publicId } from "@/contracts/ids";
import { SEGMENT_STATUSES, type SegmentWithDependents } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { dependentsOf } from "../dependents";
import { conditionWorkspace, toSegment } from "../load";

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

/** Newest first. Index: segments_created. */
export const listSegments = defineQuery({
  name: "segment.list",
  permission: "segment:read",
  input: pageInput.extend({
    status: z.enum(SEGMENT_STATUSES).optional(),
    search: z.string().trim().max(120).optional(),
  }),
  async run(ctx, input, tx): Promise<Page<SegmentWithDependents>> {
    const after = decodeCursor(input.cursor, cursorKey);
    const rows = await tx
      .select()
      .from(segments)
      .where(
        and(
          eq(segments.workspaceNo, ctx.workspaceNo),
          input.status ? eq(segments.status, input.status) : undefined,
          input.search ? ilike(segments.name, `%${input.search.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
          after
            ? or(
                lt(segments.createdAt, new Date(after[0])),
                and(eq(segments.createdAt, new Date(after[0])), gt(segments.id, after[1])),
              )
            : undefined,
        ),
      )
      .orderBy(desc(segments.createdAt), asc(segments.id))
      .limit(input.limit + 1);
    const shown = rows.slice(0, input.limit).map((row) => row.id);
    const [{ fields }, usedBy] = await Promise.all([
      conditionWorkspace(tx, ctx.workspaceNo),
      dependentsOf(tx, ctx.workspaceNo, shown),
    ]);
    return toPage(
      rows,
      input.limit,
      (row) => [row.createdAt.toISOString(), row.id],
      (row) => ({
        ...toSegment(row, fields),
        usedBy: usedBy.filter((dependent) => dependent.segmentId === publicId("segment", row.id)),
      }),
    );
  },
});
