import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { DomainEvent } from "@/contracts/events";
import { idOf, publicId } from "@/contracts/ids";
import { type Segment, segmentInputSchema } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { checkCondition } from "../check-condition";
import { lockSegment, toSegment } from "../load";

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
    const { fields } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const before = await lockSegment(tx, ctx.workspaceNo, input.segmentId);
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
        condition: input.condition,
        version: before.version + 1,
        ...(isActive && { refreshState: "queued" as const }),
        updatedAt: ctx.now,
      })
      .where(and(eq(segments.workspaceNo, ctx.workspaceNo), eq(segments.segmentNo, before.segmentNo)))
      .returning();
    if (!row) throw new Error("update returned no segment");
    const result: Segment = toSegment(row, fields);
    const refresh: DomainEvent = {
      name: "segment.refresh-requested",
      data: { workspaceNo: ctx.workspaceNo, segmentNo: row.segmentNo },
    };
    return {
      result,
      audit: {
        action: "segment.update",
        entityType: "segment",
        entityId: publicId("segment", row.id),
        changes: { version: row.version },
      },
      events: isActive ? [refresh] : [],
    };
  },
});
