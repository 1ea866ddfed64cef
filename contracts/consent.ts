import { z } from "zod";
import { CHANNELS } from "./channels";
import { idOf } from "./ids";

export const CONSENT_STATES = ["granted", "denied", "pending"] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];
/**
 * What a row of the ledger says. `retracted`: an earlier yes was a mistake of ours and is taken back, so that nothing is
 * known about the person again. It is no no: they never said one.
 */
export type LedgerState = ConsentState | "retracted";

export const CONSENT_SOURCES = [
  "import",
  "member",
  "api",
  "recipient_one_click",
  "recipient_page",
  "provider",
  "merge",
  "demo",
  "form",
  "double_opt_in",
  "gpc",
] as const;
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

/** Said from the mailbox itself: the answer to a confirmation mail, or a page reached from a message. */
export const CONFIRMED_SOURCES = ["double_opt_in", "recipient_page"] as const satisfies readonly ConsentSource[];

/** What consent is about: a channel, or the sale and sharing of somebody's data (`sale`; a no means "do not sell"). */
export const CONSENT_CHANNELS = [...CHANNELS, "sale"] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

export const SUPPRESSION_REASONS = ["hard_bounce", "complaint", "manual", "unsubscribed", "erased"] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** Why a message is sent. Marketing needs consent; test and transactional need only that the address is not suppressed. */
export const PURPOSES = ["marketing", "transactional", "test"] as const;
export type Purpose = (typeof PURPOSES)[number];

export const CAP_PERIODS = ["week", "month"] as const;
export type CapPeriod = (typeof CAP_PERIODS)[number];
/** Rolling windows, in days. */
export const CAP_DAYS: Record<CapPeriod, number> = { week: 7, month: 30 };
export const PAUSE_DAYS = [30, 60, 90] as const;

export const setConsentSchema = z.object({
  contactId: idOf("contact"),
  channel: z.enum(CHANNELS).default("email"),
  /** One topic; without it marketing as a whole. */
  topicId: idOf("topic").optional(),
  state: z.enum(["granted", "denied"]),
  /** Where and how the person said so; kept as proof. Needed to grant. */
  evidence: z.string().trim().max(500).optional(),
  wording: z.string().trim().max(2000).optional(),
});
