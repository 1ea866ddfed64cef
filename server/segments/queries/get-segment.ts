import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import type { SegmentWithDependents } from "@/contracts/segments";
import { defineQuery } from "@/server/platform/command";
import { dependentsOf } from "../dependents";
import { loadSegment, readSegment } from "../load";

/** One segment with everything that names it. */
export const getSegment = defineQuery({
  name: "segment.get",
  permission: "segment:read",
  input: z.object({ segmentId: idOf("segment") }),
  async run(ctx, input, tx): Promise<SegmentWithDependents> {
    const row = await loadSegment(tx, ctx.workspaceNo, input.segmentId);
    return { ...(await readSegment(tx, row)), usedBy: await dependentsOf(tx, ctx.workspaceNo, [row.id]) };
  },
});
