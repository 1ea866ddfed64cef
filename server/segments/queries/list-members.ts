import "server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import type { SegmentMember } from "@/contracts/segments";
import { contacts } from "@/drizzle/schema/contacts";
import { segmentMembers } from "@/drizzle/schema/segments";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadSegment } from "../load";
import { memberColumns, toMember } from "../members";

/** Members of the last refresh, in the order they were added to the workspace. Index: segment_members_by_segment. */
export const listMembers = defineQuery({
  name: "segment.members",
  permission: "segment:read",
  input: pageInput.extend({ segmentId: idOf("segment") }),
  async run(ctx, input, tx): Promise<Page<SegmentMember>> {
    const segment = await loadSegment(tx, ctx.workspaceNo, input.segmentId);
    const after = decodeCursor(input.cursor, z.tuple([z.number().int()]));
    const rows = await tx
      .select({ ...memberColumns, enteredAt: segmentMembers.enteredAt })
      .from(segmentMembers)
      .innerJoin(
        contacts,
        and(eq(contacts.workspaceNo, segmentMembers.workspaceNo), eq(contacts.contactNo, segmentMembers.contactNo)),
      )
      .where(
        and(
          eq(segmentMembers.workspaceNo, ctx.workspaceNo),
          eq(segmentMembers.segmentNo, segment.segmentNo),
          after ? gt(segmentMembers.contactNo, after[0]) : undefined,
        ),
      )
      .orderBy(asc(segmentMembers.contactNo))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      (row) => [row.contactNo],
      (row) => toMember(ctx, row, row.enteredAt),
    );
  },
});
