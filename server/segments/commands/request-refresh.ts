import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { lockSegment } from "../load";

/** Asks for the members to be found again now. Asking twice within a second is one refresh. */
export const requestRefresh = defineCommand({
  name: "segment.refresh",
  permission: "segment:write",
  input: z.object({ segmentId: idOf("segment") }),
  async run(ctx, input, tx) {
    const segment = await lockSegment(tx, ctx.workspaceNo, input.segmentId);
    if (segment.status !== "active")
      throw new AppError("PRECONDITION_FAILED", "This segment is inactive. Activate it to refresh it.");
    await tx
      .update(segments)
      .set({ refreshState: "queued" })
      .where(and(eq(segments.workspaceNo, ctx.workspaceNo), eq(segments.segmentNo, segment.segmentNo)));
    const id = publicId("segment", segment.id);
    return {
      result: { id, refreshState: "queued" as const },
      audit: { action: "segment.refresh", entityType: "segment", entityId: id },
      events: [
        {
          name: "segment.refresh-requested" as const,
          data: { workspaceNo: ctx.workspaceNo, segmentNo: segment.segmentNo },
        },
      ],
    };
  },
});
