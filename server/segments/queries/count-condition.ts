import "server-only";
import { z } from "zod";
import { conditionSchema } from "@/contracts/documents/condition";
import { idOf } from "@/contracts/ids";
import type { SegmentMember } from "@/contracts/segments";
import { defineQuery } from "@/server/platform/command";
import { checkCondition } from "../check-condition";
import { conditionWorkspace, loadSegment } from "../load";
import { membersByNumber } from "../members";
import { countMatching, sampleMatching } from "../pipeline";

/**
 * How many people a rule matches now, exactly. Needs segment:write: with counts of rules of one's own making, somebody
 * who may not see addresses could ask for them letter by letter.
 */
export const countCondition = defineQuery({
  name: "segment.count-condition",
  permission: "segment:write",
  input: z.object({ condition: conditionSchema }),
  async run(ctx, input, tx): Promise<{ count: number; countedAt: string }> {
    const { condition, ...workspace } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const count = await countMatching(condition, { ...workspace, now: ctx.now }, ctx.signal);
    return { count, countedAt: ctx.now.toISOString() };
  },
});

/** The newest people a rule matches now. Permission as for `countCondition`. */
export const sampleMembers = defineQuery({
  name: "segment.sample",
  permission: "segment:write",
  input: z.object({ condition: conditionSchema, limit: z.number().int().min(1).max(20).default(5) }),
  async run(ctx, input, tx): Promise<SegmentMember[]> {
    const { condition, ...workspace } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    const scope = { ...workspace, now: ctx.now };
    const numbers = await sampleMatching(condition, scope, input.limit, ctx.signal);
    return membersByNumber(tx, ctx, numbers);
  },
});

/** How many people a saved rule matches now, beside the members of its last refresh. */
export const countSegment = defineQuery({
  name: "segment.count",
  permission: "segment:read",
  input: z.object({ segmentId: idOf("segment") }),
  async run(ctx, input, tx) {
    const segment = await loadSegment(tx, ctx.workspaceNo, input.segmentId);
    const workspace = await conditionWorkspace(tx, ctx.workspaceNo);
    const count = await countMatching(segment.condition, { ...workspace, now: ctx.now }, ctx.signal);
    return {
      count,
      countedAt: ctx.now.toISOString(),
      memberCount: segment.memberCount,
      refreshedAt: segment.refreshedAt?.toISOString() ?? null,
    };
  },
});
