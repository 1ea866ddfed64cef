import { z } from "zod";
import { type Condition, conditionSchema } from "./documents/condition";

export const SEGMENT_STATUSES = ["active", "inactive"] as const;
export type SegmentStatus = (typeof SEGMENT_STATUSES)[number];

export const SEGMENT_REFRESH_STATES = ["never", "queued", "running", "done", "failed"] as const;
export type SegmentRefreshState = (typeof SEGMENT_REFRESH_STATES)[number];

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
  /** The condition as a sentence. */
  summary: string;
  status: SegmentStatus;
  /** Members after the last refresh; null before the first. */
  memberCount: number | null;
  refreshState: SegmentRefreshState;
  refreshedAt: string | null;
  refreshMs: number | null;
  refreshProblem: string | null;
  version: number;
  createdAt: string;
  updatedAt: string;
};

/** Something that names a segment. One that `blocks` keeps the segment from being deleted. */
export type SegmentDependent = {
  segmentId: string;
  type: "campaign";
  id: string;
  name: string;
  status: string;
  blocks: boolean;
};
export type SegmentWithDependents = Segment & { usedBy: SegmentDependent[] };

/** One person of a segment; the e-mail is masked for readers without contact:pii. */
export type SegmentMember = {
  contactId: string;
  name: string | null;
  email: string | null;
  emailMasked: boolean;
  /** When the person entered; null in a sample of a rule that is not saved. */
  enteredAt: string | null;
};

/** People who came and went on one UTC day, counted from membership rows. */
export type SegmentDay = { day: string; entered: number; exited: number };
