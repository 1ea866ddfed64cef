import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { lockSegment, readSegment } from "../load";
import { queuedNow, refreshRequested } from "../write";

/** Asks for the members to be found again now. Asking twice within a second is one refresh. */
export const requestRefresh = defineCommand({
  name: "segment.refresh",
  permission: "segment:write",
  input: z.object({ segmentId: idOf("segment") }),
  async run(ctx, input, tx) {
    const segment = await lockSegment(tx, ctx.workspaceNo, input.segmentId);
    if (segment.status !== "active")
      throw new AppError("PRECONDITION_FAILED", "This segment is inactive. Activate it to refresh it.");
    if (segment.type === "static")
      throw new AppError(
        "PRECONDITION_FAILED",
        "A list kept by hand changes only by hand; there is nothing to refresh.",
      );
    const [problem] = (await readSegment(tx, segment)).problems;
    if (problem) throw new AppError("PRECONDITION_FAILED", `The rule is broken: ${problem.detail}`, { problem });
    await tx
      .update(segments)
      .set(queuedNow(ctx.now))
      .where(and(eq(segments.workspaceNo, ctx.workspaceNo), eq(segments.segmentNo, segment.segmentNo)));
    const id = publicId("segment", segment.id);
    return {
      result: { id, refreshState: "queued" as const },
      audit: { action: "segment.refresh", entityType: "segment", entityId: id },
      events: [refreshRequested(ctx.workspaceNo, segment.segmentNo)],
    };
  },
});
