import { z } from "zod";
import { type CampaignSchedule, campaignScheduleSchema } from "./campaign-schedule";
import { conditionSchema } from "./documents/condition";
import { emailDocumentSchema } from "./documents/email";
import { idOf } from "./ids";
import { tagNamesSchema } from "./tags";
import { perMinuteSchema } from "./throttles";
import { campaignUtmSchema } from "./utm";

export type { CampaignSchedule } from "./campaign-schedule";

export const CAMPAIGN_STATUSES = [
  "draft",
  "in_review",
  "scheduled",
  "preparing",
  "active",
  "paused",
  "completed",
  "completed_with_failures",
  "terminated",
  "failed",
  "archived",
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** The state machine of features.md §4.2. Only these edges exist; each is a compare-and-swap on version. */
export const CAMPAIGN_TRANSITIONS: Record<CampaignStatus, readonly CampaignStatus[]> = {
  draft: ["in_review", "scheduled", "preparing", "archived"],
  // Approved or not: the approval is asked at the launch, like every other check.
  in_review: ["draft", "scheduled", "preparing"],
  // A series whose last occurrence has started is complete.
  scheduled: ["draft", "preparing", "terminated", "completed"],
  preparing: ["active", "paused", "completed", "completed_with_failures", "terminated", "failed"],
  active: ["paused", "completed", "completed_with_failures", "terminated", "failed"],
  paused: ["preparing", "active", "completed", "completed_with_failures", "terminated", "failed"],
  completed: ["archived"],
  completed_with_failures: ["archived", "active"],
  terminated: ["archived"],
  failed: ["archived", "preparing"],
  // Back to where it was archived from: a sent campaign never becomes a draft again.
  archived: ["draft", "completed", "completed_with_failures", "terminated", "failed"],
};

/** From these a campaign may be archived, and back there it goes when it is taken out of the archive. */
export const ARCHIVABLE_STATUSES = CAMPAIGN_TRANSITIONS.archived;

/** How long a launch can be taken back: nothing leaves before it has passed. */
export const UNDO_SECONDS = 10;

/** Statuses in which audience, content and schedule may be edited. */
export const EDITABLE_STATUSES: readonly CampaignStatus[] = ["draft", "in_review", "scheduled"];

/** Who is meant: people in any of `include` segments (or matching the inline rule), minus those in `exclude`. */
export const campaignAudienceSchema = z.object({
  include: z.array(idOf("segment")).max(20).default([]),
  exclude: z.array(idOf("segment")).max(20).default([]),
  condition: conditionSchema.nullish(),
});
export type CampaignAudience = z.infer<typeof campaignAudienceSchema>;

export const campaignContentSchema = z.object({
  document: emailDocumentSchema.nullable(),
  /** The template the document was started from, for "where did this come from". */
  templateId: idOf("template").nullish(),
  /** The topic this is about; without one it is marketing as a whole. */
  topicId: idOf("topic").nullish(),
  fromName: z.string().trim().max(120).nullish(),
  replyTo: z.string().trim().max(254).nullish(),
  /** Tags of its links; left out, the workspace's default. */
  utm: campaignUtmSchema.nullish(),
  /** At most so many messages in any minute; without it as fast as the provider takes them. */
  perMinute: perMinuteSchema.nullish(),
});
export type CampaignContent = z.infer<typeof campaignContentSchema>;

export const campaignInputSchema = z.object({
  name: z.string().trim().min(1, "Give the campaign a name.").max(120),
  audience: campaignAudienceSchema.optional(),
  content: campaignContentSchema.optional(),
  schedule: campaignScheduleSchema.optional(),
  providerId: idOf("provider").nullish(),
});
export const campaignTagsSchema = tagNamesSchema.pipe(z.array(z.string()).max(20, "A campaign has at most 20 tags."));
export type CampaignInput = z.infer<typeof campaignInputSchema>;

/** One pre-flight check as shown in Review; `must` findings refuse the launch. */
export type PreflightFinding = {
  level: "must" | "should" | "good";
  code: string;
  message: string;
  step: "audience" | "content" | "schedule" | "review";
};

/** From matched to will-receive: every step is a count of people. */
export type AudienceWaterfall = {
  matched: number;
  steps: { code: string; label: string; people: number }[];
  willReceive: number;
};

/** What a version of a campaign keeps, inside the server, and what going back to one brings back (but for the schedule). */
export type CampaignDefinition = {
  name: string;
  audience: CampaignAudience;
  content: CampaignContent;
  schedule: CampaignSchedule;
  providerNo: number | null;
};

export const CAMPAIGN_PARTS = [
  "name",
  "audience",
  "subject",
  "content",
  "sender",
  "topic",
  "provider",
  "schedule",
] as const;
export type CampaignPart = (typeof CAMPAIGN_PARTS)[number];

export const CAMPAIGN_PART_LABELS: Record<CampaignPart, string> = {
  name: "Name",
  audience: "Audience",
  subject: "Subject and preheader",
  content: "Content",
  sender: "Sender",
  topic: "Topic",
  provider: "Provider",
  schedule: "Schedule",
};

export const VERSION_CAUSES = ["created", "edited", "restored", "launched"] as const;

export type CampaignVersion = {
  version: number;
  at: string;
  by: string;
  cause: (typeof VERSION_CAUSES)[number];
  /** Against the version before it. */
  changed: CampaignPart[];
  isCurrent: boolean;
};

/** One thing that differs, in words; `lines` for texts, with what stays around the changes. */
export type DefinitionChange = {
  part: CampaignPart;
  label: string;
  before: string | null;
  after: string | null;
  lines: DiffLine[] | null;
};
export type DiffLine = { kind: "same" | "added" | "removed" | "gap"; text: string };

/** started: it is a campaign of its own. skipped: by a member. missed: this machine was not running at its time. */
export const OCCURRENCE_OUTCOMES = ["started", "skipped", "missed"] as const;
export type OccurrenceOutcome = (typeof OCCURRENCE_OUTCOMES)[number];

export type SeriesOccurrence = {
  at: string;
  outcome: OccurrenceOutcome;
  by: string | null;
  /** The campaign it became. */
  campaign: { id: string; name: string; status: CampaignStatus } | null;
};
export type CampaignSeries = { next: string[]; past: SeriesOccurrence[] };

/** The first and the last line of the waterfall; those between are named by their reason. */
export const WATERFALL_ENDS = ["matched", "will_receive"] as const;
export type AudiencePerson = { contactId: string; email: string | null; name: string | null };
