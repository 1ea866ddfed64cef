import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { SEGMENT_STATUSES } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { refuseInUse } from "../dependents";
import { lockSegment, readSegment, scheduleOf } from "../load";
import { nextRun } from "../schedule";
import { queuedNow, refreshRequested } from "../write";

/** An inactive segment keeps its members as they are and is no longer refreshed. Setting the same status changes nothing. */
export const setSegmentStatus = defineCommand({
  name: "segment.set-status",
  permission: "segment:write",
  input: z.object({ segmentId: idOf("segment"), status: z.enum(SEGMENT_STATUSES) }),
  async run(ctx, input, tx) {
    const before = await lockSegment(tx, ctx.workspaceNo, input.segmentId);
    const audit = {
      action: "segment.set-status",
      entityType: "segment",
      entityId: publicId("segment", before.id),
      changes: { from: before.status, to: input.status },
    };
    if (before.status === input.status) return { result: await readSegment(tx, before), audit, events: [] };
    if (input.status === "archived") await refuseInUse(tx, ctx.workspaceNo, before);
    const isActive = input.status === "active";
    const isRefreshed = isActive && before.type === "dynamic";
    const settled = before.refreshedAt === null ? ("never" as const) : ("done" as const);
    const [row] = await tx
      .update(segments)
      .set({
        status: input.status,
        ...(isRefreshed
          ? { ...queuedNow(ctx.now), nextRefreshAt: nextRun(scheduleOf(before), ctx.now) }
          : { refreshState: settled }),
        updatedAt: ctx.now,
      })
      .where(and(eq(segments.workspaceNo, ctx.workspaceNo), eq(segments.segmentNo, before.segmentNo)))
      .returning();
    if (!row) throw new Error("update returned no segment");
    const events = isRefreshed ? [refreshRequested(ctx.workspaceNo, row.segmentNo)] : [];
    return { result: await readSegment(tx, row), audit, events };
  },
});
