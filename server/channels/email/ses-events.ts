import "server-only";
import { z } from "zod";
import type { ProviderNotification } from "../contract";
import { bounceClass } from "../rules/bounce-class";
import { parseJson } from "./http";
import type { SnsNote } from "./sns";

export const MESSAGE_TAG = "carillon_message_id";

const recipient = z.object({ status: z.string().optional(), diagnosticCode: z.string().optional() });
const timed = z.object({ timestamp: z.string().optional() });
const seen = timed.extend({ ipAddress: z.string().optional(), userAgent: z.string().optional() });
const eventShape = z.object({
  /** Of event publishing; identity notifications say notificationType and carry no tags. */
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail: z.object({
    messageId: z.string(),
    tags: z.record(z.string(), z.array(z.string())).optional(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  }),
  bounce: timed
    .extend({
      bounceType: z.string().default(""),
      bounceSubType: z.string().default(""),
      bouncedRecipients: z.array(recipient).default([]),
    })
    .optional(),
  complaint: timed.extend({ complaintFeedbackType: z.string().optional() }).optional(),
  delivery: timed.optional(),
  deliveryDelay: timed.extend({ delayType: z.string().optional() }).optional(),
  open: seen.optional(),
  click: seen.extend({ link: z.string().optional() }).optional(),
});

const KINDS: Record<string, ProviderNotification["kind"]> = {
  Bounce: "bounced",
  Complaint: "complained",
  Delivery: "delivered",
  DeliveryDelay: "delayed",
  Open: "opened",
  Click: "clicked",
};

/** What SES published about one message. A complaint that is "not-spam" is none. */
export function readSesEvent(note: SnsNote): ProviderNotification[] {
  const parsed = eventShape.safeParse(parseJson(note.message));
  if (!parsed.success) return [];
  const { mail, bounce, complaint, delivery, deliveryDelay, open, click, ...event } = parsed.data;
  const kind = KINDS[event.eventType ?? event.notificationType ?? ""];
  if (!kind || complaint?.complaintFeedbackType === "not-spam") return [];
  const [bounced] = bounce?.bouncedRecipients ?? [];
  const detail = bounced?.diagnosticCode ?? bounced?.status ?? deliveryDelay?.delayType ?? "";
  const { bounceType = "", bounceSubType = "" } = bounce ?? {};
  const type = `${bounceType}/${bounceSubType}`;
  const is = kind === "bounced" ? bounceClass("ses", { type, detail: `${detail} ${bounced?.status ?? ""}` }) : null;
  const header = mail.headers?.find(({ name }) => name.toLowerCase() === "x-carillon-message");
  const when = (bounce ?? complaint ?? delivery ?? deliveryDelay ?? open ?? click)?.timestamp;
  return [
    {
      notificationId: note.id,
      messageId: mail.tags?.[MESSAGE_TAG]?.[0] ?? header?.value ?? null,
      providerMessageId: mail.messageId,
      kind,
      isHard: is === "hard",
      isAboutMessage: is === "message",
      at: new Date(when ?? note.at),
      detail: detail || null,
      hit: {
        url: click?.link ?? null,
        userAgent: (open ?? click)?.userAgent ?? null,
        ip: (open ?? click)?.ipAddress ?? null,
        isMachine: false,
      },
    },
  ];
}
