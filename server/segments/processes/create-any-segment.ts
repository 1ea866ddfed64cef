import "server-only";
import { z } from "zod";
import { type Segment, segmentInputSchema, staticSegmentInputSchema } from "@/contracts/segments";
import { defineProcess } from "@/server/platform/command";
import { createSegment } from "../commands/create-segment";
import { createStaticSegment } from "../commands/create-static-segment";

/** Makes a segment of either type; the one door for transports whose callers say the type. */
export const createAnySegment = defineProcess({
  name: "segment.create-any",
  permission: "segment:write",
  input: z.discriminatedUnion("type", [
    segmentInputSchema.extend({ type: z.literal("dynamic") }),
    staticSegmentInputSchema.extend({ type: z.literal("static") }),
  ]),
  run: (ctx, { type: _type, ...input }): Promise<Segment> =>
    "condition" in input ? createSegment(ctx, input) : createStaticSegment(ctx, input),
});
