import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { segmentInputSchema } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { checkCondition } from "../check-condition";
import { lockSegment, readSegment } from "../load";
import { refuseCycle, saveReferences } from "../references";
import { checkSchedule } from "../schedule";
import { queuedNow, refreshRequested, scheduleColumns } from "../write";

export const updateSegmentInput = segmentInputSchema.extend({
  segmentId: idOf("segment"),
  /** The version the edit started from; CONFLICT when somebody saved in between. Left out: the last writer wins. */
  version: z.number().int().optional(),
});

/** Replaces name, description and rule. A refresh of the old rule that is still running will write nothing. */
export const updateSegment = defineCommand({
  name: "segment.update",
  permission: "segment:write",
  input: updateSegmentInput,
  async run(ctx, input, tx) {
    const { condition } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const before = await lockSegment(tx, ctx.workspaceNo, input.segmentId);
    if (before.type === "static")
      throw new AppError(
        "PRECONDITION_FAILED",
        "This segment is a list kept by hand and has no rule. Rename it, or add and remove people.",
      );
    await refuseCycle(tx, ctx.workspaceNo, { id: before.id, name: input.name }, condition);
    if (input.version !== undefined && input.version !== before.version)
      throw new AppError(
        "CONFLICT",
        "Somebody else saved this segment while you edited it. Reload to see their version.",
        {
          version: before.version,
        },
      );
    const isActive = before.status === "active";
    const [row] = await tx
      .update(segments)
      .set({
        name: input.name,
        description: input.description ?? null,
        condition,
        version: before.version + 1,
        ...(input.schedule && scheduleColumns(checkSchedule(input.schedule, ctx.now), ctx.now)),
        ...(isActive && queuedNow(ctx.now)),
        updatedAt: ctx.now,
      })
      .where(and(eq(segments.workspaceNo, ctx.workspaceNo), eq(segments.segmentNo, before.segmentNo)))
      .returning();
    if (!row) throw new Error("update returned no segment");
    await saveReferences(tx, ctx.workspaceNo, row.segmentNo, condition);
    return {
      result: await readSegment(tx, row),
      audit: {
        action: "segment.update",
        entityType: "segment",
        entityId: publicId("segment", row.id),
        changes: { version: row.version },
      },
      events: isActive ? [refreshRequested(ctx.workspaceNo, row.segmentNo)] : [],
    };
  },
});
