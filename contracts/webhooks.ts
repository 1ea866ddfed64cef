import { z } from "zod";
import type { DomainEventName } from "./events";
import { idOf } from "./ids";

/** What outgoing webhooks can tell about: the domain events that mean something outside, in words. */
export const WEBHOOK_EVENTS = {
  "consent.granted": "Somebody agreed to be written to",
  "consent.revoked": "Somebody said no",
  "segment.refreshed": "A segment was counted again",
  "campaign.scheduled": "A campaign was scheduled",
  "campaign.launched": "A campaign was launched",
  "campaign.paused": "A campaign was paused",
  "campaign.resumed": "A campaign goes on",
  "campaign.terminated": "A campaign was stopped for good",
  "campaign.completed": "A campaign is done",
  "import.completed": "An import is done",
  "sending-domain.broken": "The DNS records of a sending domain broke",
  "sending-domain.verified": "The DNS records of a sending domain are right",
} as const satisfies Partial<Record<DomainEventName, string>>;
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS;
export const WEBHOOK_EVENT_NAMES = Object.keys(WEBHOOK_EVENTS) as WebhookEvent[];

/** The message of the button "Send a test"; every endpoint gets it. */
export const WEBHOOK_TEST = "webhook.test";

/** waiting: to be tried. delivered: the receiver said 2xx. dead: every attempt failed; it can be sent again. */
export const WEBHOOK_MESSAGE_STATES = ["waiting", "delivered", "dead"] as const;
export type WebhookMessageState = (typeof WEBHOOK_MESSAGE_STATES)[number];

const url = z.url({ protocol: /^https?$/, error: "Write the whole address, with https:// in front." }).max(500);
const eventTypes = z
  .array(z.enum(WEBHOOK_EVENT_NAMES as [WebhookEvent, ...WebhookEvent[]]))
  .min(1, "Choose at least one event.")
  .transform((names) => [...new Set(names)]);
const description = z.string().trim().max(120);

export const createWebhookSchema = z.object({ url, description: description.default(""), eventTypes });

/** What is left out stays as it is. `isEnabled` switches one on again that was switched off. */
export const updateWebhookSchema = z.object({
  webhookId: idOf("webhook"),
  url: url.optional(),
  description: description.optional(),
  eventTypes: eventTypes.optional(),
  isEnabled: z.boolean().optional(),
});

export type WebhookEndpoint = {
  id: string;
  url: string;
  description: string;
  eventTypes: WebhookEvent[];
  isEnabled: boolean;
  /** Why it was switched off, when it was not by a person. */
  disabledReason: string | null;
  failingSince: string | null;
  /** Until when the secret before the last rotation signs as well. */
  oldSecretUntil: string | null;
  waiting: number;
  dead: number;
  createdAt: string;
};

export type WebhookMessage = {
  id: string;
  type: string;
  state: WebhookMessageState;
  attempts: number;
  nextAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
  body: string;
  log: WebhookAttempt[];
};

/** One call: what the receiver answered, or why there was no answer. */
export type WebhookAttempt = { at: string; status: number | null; detail: string; durationMs: number };
