import "server-only";
import { and, asc, desc, eq, gte, lt } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { type SegmentSize, segmentScheduleSchema } from "@/contracts/segments";
import { segmentSizes } from "@/drizzle/schema/segments";
import { defineQuery } from "@/server/platform/command";
import { loadSegment } from "../load";
import { filledDays } from "../rules/size-trend";
import { checkSchedule, nextRuns } from "../schedule";

/** Members at the end of each of the last days, oldest first, from the sizes that refreshes stored. */
export const listSegmentSizes = defineQuery({
  name: "segment.sizes",
  permission: "segment:read",
  input: z.object({ segmentId: idOf("segment"), days: z.number().int().min(2).max(90).default(30) }),
  async run(ctx, input, tx): Promise<SegmentSize[]> {
    const { segmentNo } = await loadSegment(tx, ctx.workspaceNo, input.segmentId);
    const from = new Date(ctx.now.getTime() - (input.days - 1) * 86_400_000).toISOString().slice(0, 10);
    const mine = and(eq(segmentSizes.workspaceNo, ctx.workspaceNo), eq(segmentSizes.segmentNo, segmentNo));
    const columns = { day: segmentSizes.day, size: segmentSizes.size };
    const [before] = await tx
      .select(columns)
      .from(segmentSizes)
      .where(and(mine, lt(segmentSizes.day, from)))
      .orderBy(desc(segmentSizes.day))
      .limit(1);
    const stored = await tx
      .select(columns)
      .from(segmentSizes)
      .where(and(mine, gte(segmentSizes.day, from)))
      .orderBy(asc(segmentSizes.day));
    return filledDays(stored, before?.size ?? null, from, ctx.now.toISOString().slice(0, 10));
  },
});

/** When a schedule would come next, so that a person sees what a cron means before saving it. */
export const nextScheduleRuns = defineQuery({
  name: "segment.next-runs",
  permission: "segment:read",
  input: z.object({ schedule: segmentScheduleSchema }),
  async run(ctx, input): Promise<{ at: string }[]> {
    const schedule = checkSchedule(input.schedule, ctx.now);
    return nextRuns(schedule, ctx.now, 3).map((at) => ({ at: at.toISOString() }));
  },
});
