import { z } from "zod";
import { type Condition, conditionSchema } from "./documents/condition";

export const SEGMENT_STATUSES = ["active", "inactive"] as const;
export type SegmentStatus = (typeof SEGMENT_STATUSES)[number];

export const segmentInputSchema = z.object({
  name: z.string().trim().min(1, "Give the segment a name.").max(120),
  description: z.string().trim().max(1000).nullish(),
  condition: conditionSchema,
});
export type SegmentInput = z.infer<typeof segmentInputSchema>;

export type Segment = {
  id: string;
  name: string;
  description: string | null;
  condition: Condition;
  status: SegmentStatus;
  memberCount: number | null;
  refreshState: "never" | "queued" | "running" | "done" | "failed";
  refreshedAt: string | null;
  refreshMs: number | null;
  refreshProblem: string | null;
  version: number;
  createdAt: string;
  updatedAt: string;
};
