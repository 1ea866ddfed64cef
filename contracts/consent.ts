import { z } from "zod";
import { CHANNELS } from "./channels";
import { idOf } from "./ids";

export const CONSENT_STATES = ["granted", "denied", "pending"] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

export const CONSENT_SOURCES = [
  "import",
  "member",
  "api",
  "recipient_one_click",
  "recipient_page",
  "provider",
  "merge",
  "demo",
] as const;
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

export const SUPPRESSION_REASONS = ["hard_bounce", "complaint", "manual", "unsubscribed", "erased"] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** Why a message is sent. Marketing needs consent; test and transactional need only that the address is not suppressed. */
export const PURPOSES = ["marketing", "transactional", "test"] as const;
export type Purpose = (typeof PURPOSES)[number];

export const setConsentSchema = z.object({
  contactId: idOf("contact"),
  channel: z.enum(CHANNELS).default("email"),
  state: z.enum(["granted", "denied"]),
  /** Where and how the person said so; kept as proof. Needed to grant. */
  evidence: z.string().trim().max(500).optional(),
  wording: z.string().trim().max(2000).optional(),
});
