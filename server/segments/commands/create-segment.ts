import "server-only";
import { publicId } from "@/contracts/ids";
import { segmentInputSchema } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { checkCondition } from "../check-condition";
import { readSegment } from "../load";
import { saveReferences } from "../references";
import { checkSchedule, DEFAULT_SCHEDULE } from "../schedule";
import { queuedNow, scheduleColumns } from "../write";

/** Saves a rule under a name, active, and asks for its members to be found. */
export const createSegment = defineCommand({
  name: "segment.create",
  permission: "segment:write",
  input: segmentInputSchema,
  async run(ctx, input, tx) {
    const { condition } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const schedule = checkSchedule(input.schedule ?? DEFAULT_SCHEDULE, ctx.now);
    const [row] = await tx
      .insert(segments)
      .values({
        workspaceNo: ctx.workspaceNo,
        segmentNo: await takeNumbers(tx, ctx.workspaceNo, "segment"),
        id: uuidv7(ctx.now),
        name: input.name,
        description: input.description ?? null,
        condition,
        ...scheduleColumns(schedule, ctx.now),
        ...queuedNow(ctx.now),
        createdBy: actorId(ctx.actor),
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("insert returned no segment");
    await saveReferences(tx, ctx.workspaceNo, row.segmentNo, condition);
    return {
      result: await readSegment(tx, row),
      audit: { action: "segment.create", entityType: "segment", entityId: publicId("segment", row.id) },
      events: [
        {
          name: "segment.refresh-requested" as const,
          data: { workspaceNo: ctx.workspaceNo, segmentNo: row.segmentNo },
        },
      ],
    };
  },
});
