import "server-only";
import { publicId } from "@/contracts/ids";
import { type Segment, segmentInputSchema } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { checkCondition } from "../check-condition";
import { toSegment } from "../load";

/** Saves a rule under a name, active, and asks for its members to be found. */
export const createSegment = defineCommand({
  name: "segment.create",
  permission: "segment:write",
  input: segmentInputSchema,
  async run(ctx, input, tx) {
    const { fields } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const [row] = await tx
      .insert(segments)
      .values({
        workspaceNo: ctx.workspaceNo,
        segmentNo: await takeNumbers(tx, ctx.workspaceNo, "segment"),
        id: uuidv7(ctx.now),
        name: input.name,
        description: input.description ?? null,
        condition: input.condition,
        refreshState: "queued",
        createdBy: actorId(ctx.actor),
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("insert returned no segment");
    const result: Segment = toSegment(row, fields);
    return {
      result,
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
