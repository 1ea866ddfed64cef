import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { DomainEvent } from "@/contracts/events";
import { idOf, publicId } from "@/contracts/ids";
import { SEGMENT_STATUSES } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { conditionWorkspace, lockSegment, toSegment } from "../load";

/** An inactive segment keeps its members as they are and is no longer refreshed. Setting the same status changes nothing. */
export const setSegmentStatus = defineCommand({
  name: "segment.set-status",
  permission: "segment:write",
  input: z.object({ segmentId: idOf("segment"), status: z.enum(SEGMENT_STATUSES) }),
  async run(ctx, input, tx) {
    const before = await lockSegment(tx, ctx.workspaceNo, input.segmentId);
    const { fields } = await conditionWorkspace(tx, ctx.workspaceNo);
    const audit = {
      action: "segment.set-status",
      entityType: "segment",
      entityId: publicId("segment", before.id),
      changes: { from: before.status, to: input.status },
    };
    if (before.status === input.status) return { result: toSegment(before, fields), audit, events: [] };
    const isActive = input.status === "active";
    const settled = before.refreshedAt === null ? ("never" as const) : ("done" as const);
    const [row] = await tx
      .update(segments)
      .set({ status: input.status, refreshState: isActive ? "queued" : settled, updatedAt: ctx.now })
      .where(and(eq(segments.workspaceNo, ctx.workspaceNo), eq(segments.segmentNo, before.segmentNo)))
      .returning();
    if (!row) throw new Error("update returned no segment");
    const refresh: DomainEvent = {
      name: "segment.refresh-requested",
      data: { workspaceNo: ctx.workspaceNo, segmentNo: row.segmentNo },
    };
    return { result: toSegment(row, fields), audit, events: isActive ? [refresh] : [] };
  },
});
