import { z } from "zod";
import { brandLookSchema } from "./brand";
import { PURPOSES } from "./consent";
import { emailDocumentSchema } from "./documents/email";
import { perMinuteSchema } from "./throttles";
import { frozenUtmSchema } from "./utm";

export const SEND_RUN_KINDS = ["campaign", "test", "notice"] as const;
export type SendRunKind = (typeof SEND_RUN_KINDS)[number];

/** ready = may be claimed; held = paused; stopped = what is left is cancelled; done = no batch is open. */
export const SEND_RUN_STATES = ["building", "ready", "held", "stopped", "done"] as const;
export type SendRunState = (typeof SEND_RUN_STATES)[number];

/** What too many bounces or complaints did to a run. overridden: somebody who may manage providers let it go on. */
export type RunBrake = "warned" | "halted" | "overridden";

/** Where a run stands besides its numbers, in words for people; nulls while nothing is in its way. */
export type RunStanding = {
  problem: string | null;
  waits: { until: string; reason: string } | null;
  brake: { level: RunBrake; note: string } | null;
};

/** How a provider is doing. `warmUp.perDay` is null once the plan is over. */
export type ProviderState = {
  providerId: string;
  failuresInARow: number;
  /** Nobody tries it before; null while it is tried. */
  pausedUntil: string | null;
  lastFailure: string | null;
  lastFailureAt: string | null;
  warmUp: { perDay: number | null; used: number; nextDayAt: string } | null;
};

/** What a launch freezes: the document, who it is from, what it is for. Recipients never see later edits. */
export const frozenContentSchema = z.object({
  document: emailDocumentSchema,
  /** The look of the moment; a chunk asked again after a crash must have the same bytes. */
  look: brandLookSchema.optional(),
  purpose: z.enum(PURPOSES),
  /** Marketing of one topic: needs that topic's consent, and the unsubscribe link is about the topic. */
  topicNo: z.number().int().positive().nullish(),
  fromEmail: z.string(),
  fromName: z.string(),
  replyTo: z.string().nullish(),
  campaignId: z.string().nullish(),
  campaignName: z.string().nullish(),
  /** Tags of its links, filled in. */
  utm: frozenUtmSchema.nullish(),
  /** At most so many messages in any minute, whatever the provider allows. */
  perMinute: perMinuteSchema.nullish(),
  /** A merge value without a default that somebody lacks: write to them with a blank, or not at all. */
  missingValues: z.enum(["blank", "skip"]).default("blank"),
});
export type FrozenContent = z.infer<typeof frozenContentSchema>;

/** Verdict of one recipient row in `deliveries.status`. */
export const DELIVERY_CODES = { accepted: 1, skipped: 2, failed: 3, unknown: 4, cancelled: 5 } as const;
export type DeliveryStatus = keyof typeof DELIVERY_CODES;

/** Why somebody of the audience was not written to: one closed list for ledger, API and screens (ux.md §3.1). */
export const SKIP_CODES = {
  no_address: 1,
  invalid_address: 2,
  no_consent: 3,
  consent_pending: 4,
  opted_out: 5,
  suppressed_hard_bounce: 6,
  suppressed_complaint: 7,
  suppressed_manual: 8,
  suppressed_unsubscribed: 9,
  erased: 10,
  demo_contact: 11,
  missing_variable: 12,
  render_error: 13,
  aborted_by_template: 14,
  campaign_stopped: 15,
  duplicate: 16,
  provider_rejected: 17,
  merged: 18,
  topic_denied: 19,
  topic_pending: 20,
  topic_unconfirmed: 21,
  topic_not_granted: 22,
  paused: 23,
  capped: 24,
  quiet_expired: 25,
} as const;
export type SkipReason = keyof typeof SKIP_CODES;

export const SKIP_LABELS: Record<SkipReason, string> = {
  no_address: "No e-mail address",
  invalid_address: "Address is not valid",
  no_consent: "No marketing consent",
  consent_pending: "Consent not confirmed yet",
  opted_out: "Opted out",
  suppressed_hard_bounce: "Suppressed: hard bounce",
  suppressed_complaint: "Suppressed: complaint",
  suppressed_manual: "Suppressed by hand",
  suppressed_unsubscribed: "Suppressed: unsubscribed",
  erased: "Contact was deleted",
  demo_contact: "Demo person on a real provider",
  missing_variable: "A required merge value was missing",
  render_error: "The e-mail could not be rendered",
  aborted_by_template: "The template said not to send",
  campaign_stopped: "Campaign was stopped",
  duplicate: "Already in this sending",
  provider_rejected: "Refused by the provider",
  merged: "Merged into another contact",
  topic_denied: "Said no to this topic",
  topic_pending: "Topic not confirmed yet",
  topic_unconfirmed: "Topic needs a confirmation from the mailbox",
  topic_not_granted: "Did not choose this topic",
  paused: "Paused e-mail for a while",
  capped: "Reached the limit of marketing e-mails",
  quiet_expired: "Quiet hours lasted longer than the message",
};

export const skipReasonOf = (code: number): SkipReason | null =>
  (Object.keys(SKIP_CODES) as SkipReason[]).find((reason) => SKIP_CODES[reason] === code) ?? null;

/** What a member may decide about messages of which nobody knows whether they arrived. Each is final. */
export const UNKNOWN_DECISIONS = ["arrived", "not_arrived", "send_again"] as const;
export type UnknownDecision = (typeof UNKNOWN_DECISIONS)[number];

/** A sending of its own to people whose first message was unknown, with its own numbers. */
export type AgainRun = {
  runId: string;
  state: SendRunState;
  problem: string | null;
  createdAt: string;
  counts: RunCounts;
};

/** Every number of a run's report, each a count of rows. `pending` is what is neither decided nor skipped yet. */
export type RunCounts = {
  audience: number;
  accepted: number;
  delivered: number;
  bounced: number;
  complained: number;
  failed: number;
  unknown: number;
  /** Of the unknown, those a member has chosen to send again; what came of it is in the run they got. */
  sentAgain: number;
  cancelled: number;
  skipped: number;
  pending: number;
  skips: { reason: SkipReason; people: number }[];
  opens: { human: number; machine: number };
  clicks: { human: number; machine: number };
  unsubscribes: number;
};

/** State of one recipient as shown to people (features.md §4.2). */
export const RECIPIENT_STATES = [
  "pending",
  "accepted",
  "delivered",
  "bounced",
  "complained",
  "skipped",
  "failed",
  "unknown",
  "cancelled",
] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** What people did with a message, machines left aside. not_clicked, not_opened: of those who were sent it and from whom nothing bad came back. */
export const RECIPIENT_ANSWERS = ["opened", "clicked", "not_clicked", "not_opened", "unsubscribed"] as const;
export type RecipientAnswer = (typeof RECIPIENT_ANSWERS)[number];

/** Which people of a run's audience are meant: each part narrows further. `q` is what a search box of people means. */
export const recipientFilterSchema = z.object({
  state: z.enum(RECIPIENT_STATES).optional(),
  reason: z.enum(Object.keys(SKIP_CODES) as [SkipReason, ...SkipReason[]]).optional(),
  answer: z.enum(RECIPIENT_ANSWERS).optional(),
  q: z.string().trim().max(200).optional(),
});
export type RecipientFilter = z.infer<typeof recipientFilterSchema>;
