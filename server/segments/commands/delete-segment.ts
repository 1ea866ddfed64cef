import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { segmentHistory, segmentMembers, segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { dependentsOf } from "../dependents";
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
    const blockers = (await dependentsOf(tx, ctx.workspaceNo, [segment.id])).filter((dependent) => dependent.blocks);
    if (blockers.length > 0)
      throw new AppError(
        "SEGMENT_IN_USE",
        `“${segment.name}” is used by ${blockers.map((blocker) => `“${blocker.name}”`).join(", ")}. Take it out there first.`,
        { usedBy: blockers.map(({ type, id, name, status }) => ({ type, id, name, status })) },
      );
    for (const table of [segmentMembers, segmentHistory, segments])
      await tx.delete(table).where(and(eq(table.workspaceNo, ctx.workspaceNo), eq(table.segmentNo, segment.segmentNo)));
    return {
      result: { id, deleted: true as const },
      audit: { action: "segment.delete", entityType: "segment", entityId: id, changes: { name: segment.name } },
      events: [],
    };
  },
});
