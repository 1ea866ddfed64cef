import { z } from "zod";
import { conditionSchema } from "./documents/condition";
import { emailDocumentSchema } from "./documents/email";
import { idOf } from "./ids";

export const CAMPAIGN_STATUSES = [
  "draft",
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
  draft: ["scheduled", "preparing", "archived"],
  scheduled: ["draft", "preparing", "terminated"],
  preparing: ["active", "paused", "completed", "completed_with_failures", "terminated", "failed"],
  active: ["paused", "completed", "completed_with_failures", "terminated", "failed"],
  paused: ["preparing", "active", "completed", "completed_with_failures", "terminated", "failed"],
  completed: ["archived"],
  completed_with_failures: ["archived", "active"],
  terminated: ["archived"],
  failed: ["archived", "preparing"],
  archived: [],
};

/** Statuses in which audience, content and schedule may be edited. */
export const EDITABLE_STATUSES: readonly CampaignStatus[] = ["draft", "scheduled"];

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
});
export type CampaignContent = z.infer<typeof campaignContentSchema>;

export const campaignScheduleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  /** `at` is an instant (ISO 8601 with offset); `timeZone` is how people typed it. */
  z.object({ kind: z.literal("at"), at: z.iso.datetime({ offset: true }), timeZone: z.string().max(64) }),
]);
export type CampaignSchedule = z.infer<typeof campaignScheduleSchema>;

export const campaignInputSchema = z.object({
  name: z.string().trim().min(1, "Give the campaign a name.").max(120),
  audience: campaignAudienceSchema.optional(),
  content: campaignContentSchema.optional(),
  schedule: campaignScheduleSchema.optional(),
  providerId: idOf("provider").nullish(),
});
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
