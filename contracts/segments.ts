import { z } from "zod";
import { type Condition, conditionSchema } from "./documents/condition";
import type { FieldFault } from "./errors";
import { idOf } from "./ids";

/** dynamic: a rule decides who is in it. static: a list kept by hand. */
export const SEGMENT_TYPES = ["dynamic", "static"] as const;
export type SegmentType = (typeof SEGMENT_TYPES)[number];

/** Inactive ones keep their members as they are; archived ones do too and leave the list. */
export const SEGMENT_STATUSES = ["active", "inactive", "archived"] as const;
export type SegmentStatus = (typeof SEGMENT_STATUSES)[number];

export const SEGMENT_REFRESH_STATES = ["never", "queued", "running", "done", "failed"] as const;
export type SegmentRefreshState = (typeof SEGMENT_REFRESH_STATES)[number];

/** When a segment is refreshed by itself: five-field cron read in a time zone; null means on demand only. */
export const segmentScheduleSchema = z.object({
  cron: z.string().trim().max(100).nullable(),
  timeZone: z.string().trim().max(64).default("UTC"),
});
export type SegmentSchedule = z.infer<typeof segmentScheduleSchema>;
export const EVERY_FIVE_MINUTES = "*/5 * * * *";

const nameSchema = z.string().trim().min(1, "Give the segment a name.").max(120);
const descriptionSchema = z.string().trim().max(1000).nullish();

export const segmentInputSchema = z.object({
  name: nameSchema,
  description: descriptionSchema,
  condition: conditionSchema,
  /** Left out: every five minutes for a new segment, as it was for an edited one. */
  schedule: segmentScheduleSchema.optional(),
});
export type SegmentInput = z.infer<typeof segmentInputSchema>;

export type Segment = {
  id: string;
  name: string;
  description: string | null;
  type: SegmentType;
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
  schedule: SegmentSchedule & { nextAt: string | null };
  /** What the rule names that is gone, archived or of another type now: it is not refreshed until that is mended. */
  problems: FieldFault[];
  version: number;
  createdAt: string;
  updatedAt: string;
};

/** Something that names a segment. One that `blocks` keeps the segment from being deleted. */
export type SegmentDependent = {
  segmentId: string;
  type: "campaign" | "segment";
  id: string;
  name: string;
  status: string;
  blocks: boolean;
};
export type SegmentWithDependents = Segment & { usedBy: SegmentDependent[] };
/** `trend`: members at the end of each of the last thirty days, oldest first; shorter for a younger segment. */
export type ListedSegment = SegmentWithDependents & { trend: number[] };

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

/** Members at the end of each UTC day; a day without a refresh keeps the size of the day before. */
export type SegmentSize = { day: string; size: number };

export const MAX_LIST_CHANGE = 20_000;

/** Whom a list takes in or gives away: chosen contacts, everybody a rule matches, a segment's members, or a pasted text. */
export const memberSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("contacts"), ids: z.array(idOf("contact")).min(1).max(MAX_LIST_CHANGE) }),
  z.object({
    kind: z.literal("condition"),
    condition: conditionSchema,
    /** And only those whom this text in the search box of the contact list finds. */
    q: z.string().trim().max(200).optional(),
  }),
  z.object({ kind: z.literal("segment"), segmentId: idOf("segment") }),
  z.object({ kind: z.literal("text"), text: z.string().max(2_000_000) }),
]);
export type MemberSource = z.infer<typeof memberSourceSchema>;

export const staticSegmentInputSchema = z.object({
  name: nameSchema,
  description: descriptionSchema,
  from: memberSourceSchema.optional(),
});

/** `changed` entered or left, `unchanged` were there (or not there) already; `unknown` names the first texts nobody answers to. */
export type MembersChanged = {
  changed: number;
  unchanged: number;
  missing: number;
  unknown: string[];
  memberCount: number;
};
