import "server-only";
import { publicId } from "@/contracts/ids";
import { type MembersChanged, type Segment, staticSegmentInputSchema } from "@/contracts/segments";
import { segments } from "@/drizzle/schema/segments";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { loadSegment, readSegment } from "../load";
import { resolveSource } from "../member-source";
import { addMembers } from "../static-members";

/**
 * Makes a list kept by hand and puts people on it: chosen ones, everybody a rule matches now, a snapshot of another segment, or
 * a pasted list. Its rule is "is in this segment", so that it can stand wherever a segment does.
 */
export const createStaticSegment = defineCommand({
  name: "segment.create-static",
  permission: "segment:write",
  input: staticSegmentInputSchema,
  async run(ctx, input, tx) {
    const id = uuidv7(ctx.now);
    const segmentNo = await takeNumbers(tx, ctx.workspaceNo, "segment");
    await tx.insert(segments).values({
      workspaceNo: ctx.workspaceNo,
      segmentNo,
      id,
      name: input.name,
      description: input.description ?? null,
      type: "static",
      condition: { kind: "segment", operator: "in", segment: publicId("segment", id) },
      memberCount: 0,
      refreshState: "done",
      refreshedAt: ctx.now,
      createdBy: actorId(ctx.actor),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    });
    const place = { workspaceNo: ctx.workspaceNo, segmentNo };
    const source = input.from ? await resolveSource(tx, ctx, input.from) : null;
    const added = source
      ? await addMembers(tx, place, source.people, ctx.now)
      : { asked: 0, changed: 0, memberCount: 0 };
    const segment = await readSegment(tx, await loadSegment(tx, ctx.workspaceNo, id));
    const result: Segment & { added: MembersChanged } = {
      ...segment,
      added: {
        changed: added.changed,
        unchanged: added.asked - added.changed,
        missing: source?.missing ?? 0,
        unknown: source?.unknown ?? [],
        memberCount: added.memberCount,
      },
    };
    return {
      result,
      audit: {
        action: "segment.create",
        entityType: "segment",
        entityId: segment.id,
        changes: { type: "static", people: added.changed },
      },
      events: [],
    };
  },
});
