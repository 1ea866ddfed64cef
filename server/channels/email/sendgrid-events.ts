import "server-only";
import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { type ProviderNotification, WebhookRefused } from "../contract";
import { bounceClass } from "../rules/bounce-class";
import { parseJson } from "./http";

export const MESSAGE_ARG = "carillon_message_id";
const MAX_AGE_MS = 300_000;

const eventShape = z.object({
  event: z.string(),
  sg_event_id: z.string().min(1),
  timestamp: z.number(),
  [MESSAGE_ARG]: z.string().optional(),
  type: z.string().optional(),
  bounce_classification: z.string().optional(),
  reason: z.string().optional(),
  response: z.string().optional(),
  status: z.string().optional(),
  url: z.string().optional(),
  useragent: z.string().optional(),
  ip: z.string().optional(),
  sg_machine_open: z.boolean().optional(),
});

const KINDS: Record<string, ProviderNotification["kind"]> = {
  delivered: "delivered",
  deferred: "delayed",
  bounce: "bounced",
  dropped: "bounced",
  spamreport: "complained",
  open: "opened",
  click: "clicked",
};

/** SendGrid's Event Webhook: an array of events, signed as a whole (ECDSA over timestamp and raw body). */
export function readSendgridEvents(
  verificationKey: string | null | undefined,
  headers: Record<string, string>,
  rawBody: string,
  now: Date,
): ProviderNotification[] {
  checkSignature(verificationKey, headers, rawBody, now);
  const list = z.array(z.unknown()).safeParse(parseJson(rawBody));
  return (list.success ? list.data : []).flatMap((one) => {
    const parsed = eventShape.safeParse(one);
    return parsed.success ? toNotification(parsed.data) : [];
  });
}

function checkSignature(
  verificationKey: string | null | undefined,
  headers: Record<string, string>,
  rawBody: string,
  now: Date,
): void {
  if (!verificationKey) throw new WebhookRefused("This provider has no verification key.");
  const timestamp = headers["x-twilio-email-event-webhook-timestamp"] ?? "";
  const signature = headers["x-twilio-email-event-webhook-signature"] ?? "";
  const isFresh = /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp) * 1000) <= MAX_AGE_MS;
  if (!isFresh) throw new WebhookRefused("The signature is too old or has no time.");
  let isRight = false;
  try {
    const key = createPublicKey({ key: Buffer.from(verificationKey, "base64"), format: "der", type: "spki" });
    isRight = verify("sha256", Buffer.from(timestamp + rawBody), key, Buffer.from(signature, "base64"));
  } catch {
    throw new WebhookRefused("The verification key or the signature cannot be read.");
  }
  if (!isRight) throw new WebhookRefused("The signature does not fit.");
}

function toNotification(event: z.infer<typeof eventShape>): ProviderNotification[] {
  const kind = KINDS[event.event];
  if (!kind) return [];
  const detail = event.reason ?? event.response ?? "";
  // A "blocked" is told as event bounce with type blocked.
  const type = event.event === "bounce" ? (event.type ?? "bounce") : event.event;
  const report = { type: `${type}/${event.bounce_classification ?? ""}`, detail: `${detail} ${event.status ?? ""}` };
  const bounce = kind === "bounced" ? bounceClass("sendgrid", report) : null;
  return [
    {
      notificationId: event.sg_event_id,
      messageId: event[MESSAGE_ARG] ?? null,
      kind,
      isHard: bounce === "hard",
      isAboutMessage: bounce === "message",
      at: new Date(event.timestamp * 1000),
      detail: detail || null,
      hit: {
        url: event.url ?? null,
        userAgent: event.useragent ?? null,
        ip: event.ip ?? null,
        isMachine: event.sg_machine_open ?? false,
      },
    },
  ];
}
