import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { type MembersChanged, memberSourceSchema } from "@/contracts/segments";
import { type CommandOutcome, defineCommand } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { lockSegment } from "../load";
import { resolveSource } from "../member-source";
import { addMembers, removeMembers } from "../static-members";
import { refreshRequested } from "../write";

const input = z.object({ segmentId: idOf("segment"), from: memberSourceSchema });

/** Puts people on a list kept by hand. Doing it again changes nothing. */
export const addSegmentMembers = defineCommand({
  name: "segment.add-members",
  permission: "segment:write",
  input,
  run: (ctx, given, tx) => change(ctx, given, tx, "segment.add-members", addMembers),
});

/** Takes people off a list kept by hand; their membership stays in the history. */
export const removeSegmentMembers = defineCommand({
  name: "segment.remove-members",
  permission: "segment:write",
  input,
  run: (ctx, given, tx) => change(ctx, given, tx, "segment.remove-members", removeMembers),
});

async function change(
  ctx: Ctx,
  { segmentId, from }: z.output<typeof input>,
  tx: Tx,
  action: string,
  write: typeof addMembers,
): Promise<CommandOutcome<MembersChanged>> {
  const segment = await lockSegment(tx, ctx.workspaceNo, segmentId);
  if (segment.type !== "static")
    throw new AppError(
      "PRECONDITION_FAILED",
      `“${segment.name}” has a rule, which decides who is in it. Change the rule, or make a list of its members.`,
    );
  const { people, missing, unknown } = await resolveSource(tx, ctx, from);
  const { asked, changed, memberCount } = await write(tx, segment, people, ctx.now);
  return {
    result: { changed, unchanged: asked - changed, missing, unknown, memberCount },
    audit: { action, entityType: "segment", entityId: publicId("segment", segment.id), changes: { people: changed } },
    // Segments whose rule names this list follow; the list itself has nothing to evaluate.
    events: changed > 0 ? [refreshRequested(ctx.workspaceNo, segment.segmentNo)] : [],
  };
}
