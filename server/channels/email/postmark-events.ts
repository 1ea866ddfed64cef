import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type ProviderNotification, WebhookRefused } from "../contract";
import { bounceClass } from "../rules/bounce-class";
import { parseJson } from "./http";

export const METADATA_KEY = "carillon_message_id";

const eventShape = z.object({
  RecordType: z.string(),
  MessageID: z.string().default(""),
  ID: z.union([z.number(), z.string()]).optional(),
  Type: z.string().default(""),
  Metadata: z.record(z.string(), z.string()).default({}),
  Details: z.string().nullish(),
  Description: z.string().nullish(),
  DeliveredAt: z.string().optional(),
  BouncedAt: z.string().optional(),
  ReceivedAt: z.string().optional(),
  OriginalLink: z.string().optional(),
  UserAgent: z.string().nullish(),
  Geo: z.object({ IP: z.string().nullish() }).nullish(),
});
type Event = z.infer<typeof eventShape>;

/** Kinds of Postmark's bounce record that are no bounce. */
const BOUNCE_KINDS: Record<string, ProviderNotification["kind"] | "nothing"> = {
  Transient: "delayed",
  SpamComplaint: "complained",
  AutoResponder: "nothing",
  ChallengeVerification: "nothing",
  AddressChange: "nothing",
  Subscribe: "nothing",
  Unsubscribe: "nothing",
  OpenRelayTest: "nothing",
};
const KINDS: Record<string, ProviderNotification["kind"]> = {
  Delivery: "delivered",
  Bounce: "bounced",
  SpamComplaint: "complained",
  Open: "opened",
  Click: "clicked",
};

/** One event of Postmark. It signs nothing: the password in the address we gave it is the proof. */
export function readPostmarkEvent(
  password: string | null | undefined,
  headers: Record<string, string>,
  rawBody: string,
): ProviderNotification[] {
  const [, credentials = ""] = /^basic\s+(.+)$/i.exec(headers.authorization ?? "") ?? [];
  const given = Buffer.from(credentials, "base64").toString("utf8").split(":").slice(1).join(":");
  const digest = (text: string) => createHash("sha256").update(text).digest();
  if (!password || !timingSafeEqual(digest(given), digest(password)))
    throw new WebhookRefused("The webhook's password does not fit.");
  const parsed = eventShape.safeParse(parseJson(rawBody));
  return parsed.success ? toNotification(parsed.data) : [];
}

function toNotification(event: Event): ProviderNotification[] {
  const base = KINDS[event.RecordType];
  const kind = base === "bounced" ? (BOUNCE_KINDS[event.Type] ?? base) : base;
  if (!kind || kind === "nothing") return [];
  const detail = event.Details ?? event.Description ?? "";
  const bounce = kind === "bounced" ? bounceClass("postmark", { type: event.Type, detail }) : null;
  const at = event.DeliveredAt ?? event.BouncedAt ?? event.ReceivedAt ?? "";
  const own = event.ID ?? [event.MessageID, kind === "delivered" ? "" : at, event.OriginalLink ?? ""].join(":");
  return [
    {
      notificationId: `${event.RecordType}:${own}`,
      messageId: event.Metadata[METADATA_KEY] ?? null,
      kind,
      isHard: bounce === "hard",
      isAboutMessage: bounce === "message",
      at: new Date(at),
      detail: detail || null,
      hit: {
        url: event.OriginalLink ?? null,
        userAgent: event.UserAgent ?? null,
        ip: event.Geo?.IP ?? null,
        isMachine: false,
      },
    },
  ];
}
