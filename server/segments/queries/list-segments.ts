import "server-only";
import { and, asc, desc, eq, gt, ilike, lt, ne, or } from "drizzle-orm";
import { z } from "zod";
import { type ListedSegment, SEGMENT_STATUSES, SEGMENT_TYPES } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { dependentsOf } from "../dependents";
import { toSegments } from "../load";
import { trendsOf } from "../sizes";

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

/** Newest first. Index: segments_created. */
export const listSegments = defineQuery({
  name: "segment.list",
  permission: "segment:read",
  input: pageInput.extend({
    /** Left out: all but archived ones. */
    status: z.enum(SEGMENT_STATUSES).optional(),
    type: z.enum(SEGMENT_TYPES).optional(),
    search: z.string().trim().max(120).optional(),
  }),
  async run(ctx, input, tx): Promise<Page<ListedSegment>> {
    const after = decodeCursor(input.cursor, cursorKey);
    const rows = await tx
      .select()
      .from(segments)
      .where(
        and(
          eq(segments.workspaceNo, ctx.workspaceNo),
          input.status ? eq(segments.status, input.status) : ne(segments.status, "archived"),
          input.type ? eq(segments.type, input.type) : undefined,
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
    const shown = rows.slice(0, input.limit);
    const [read, trends, usedBy] = await Promise.all([
      toSegments(tx, ctx.workspaceNo, shown),
      trendsOf(
        tx,
        ctx.workspaceNo,
        shown.map((row) => row.segmentNo),
        ctx.now,
      ),
      dependentsOf(
        tx,
        ctx.workspaceNo,
        shown.map((row) => row.id),
      ),
    ]);
    const segmentOf = new Map(shown.map((row, at) => [row.id, read[at]]));
    return toPage(
      rows,
      input.limit,
      (row) => [row.createdAt.toISOString(), row.id],
      (row) => {
        const segment = segmentOf.get(row.id);
        if (!segment) throw new Error("a listed segment was not read");
        const trend = (trends.get(row.segmentNo) ?? []).map(({ size }) => size);
        return { ...segment, trend, usedBy: usedBy.filter((dependent) => dependent.segmentId === segment.id) };
      },
    );
  },
});
