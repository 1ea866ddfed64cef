import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { segmentHistory, segmentMembers, segmentReferences, segmentSizes, segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { refuseInUse } from "../dependents";
import { lockSegment } from "../load";

/** Removes a segment with its memberships. SEGMENT_IN_USE, naming the users, while something unfinished includes it. */
export const deleteSegment = defineCommand({
  name: "segment.delete",
  permission: "segment:delete",
  input: z.object({ segmentId: idOf("segment") }),
  async run(ctx, input, tx) {
    // Lock first, then delete members: a refresh that commits in between is seen, a later one finds no segment.
    const segment = await lockSegment(tx, ctx.workspaceNo, input.segmentId);
    const id = publicId("segment", segment.id);
    await refuseInUse(tx, ctx.workspaceNo, segment);
    for (const table of [segmentMembers, segmentHistory, segmentSizes, segmentReferences, segments])
      await tx.delete(table).where(and(eq(table.workspaceNo, ctx.workspaceNo), eq(table.segmentNo, segment.segmentNo)));
    return {
      result: { id, deleted: true as const },
      audit: { action: "segment.delete", entityType: "segment", entityId: id, changes: { name: segment.name } },
      events: [],
    };
  },
});
