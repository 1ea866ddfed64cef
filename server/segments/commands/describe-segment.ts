import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { segmentInputSchema, segmentScheduleSchema } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { lockSegment, readSegment, scheduleOf } from "../load";
import { checkSchedule } from "../schedule";
import { scheduleColumns } from "../write";

/** Changes name, description or schedule and leaves the rule and the members alone. */
export const describeSegment = defineCommand({
  name: "segment.describe",
  permission: "segment:write",
  input: z.object({
    segmentId: idOf("segment"),
    name: segmentInputSchema.shape.name.optional(),
    description: segmentInputSchema.shape.description,
    schedule: segmentScheduleSchema.optional(),
  }),
  async run(ctx, input, tx) {
    const before = await lockSegment(tx, ctx.workspaceNo, input.segmentId);
    const schedule = input.schedule ? checkSchedule(input.schedule, ctx.now) : null;
    const [row] = await tx
      .update(segments)
      .set({
        name: input.name ?? before.name,
        description: input.description === undefined ? before.description : (input.description ?? null),
        ...(schedule && before.type === "dynamic" && scheduleColumns(schedule, ctx.now)),
        updatedAt: ctx.now,
      })
      .where(and(eq(segments.workspaceNo, ctx.workspaceNo), eq(segments.segmentNo, before.segmentNo)))
      .returning();
    if (!row) throw new Error("update returned no segment");
    return {
      result: await readSegment(tx, row),
      audit: {
        action: "segment.describe",
        entityType: "segment",
        entityId: publicId("segment", row.id),
        changes: { ...(schedule && { from: scheduleOf(before), to: schedule }), name: row.name },
      },
      events: [],
    };
  },
});
