import "server-only";
import type { ProviderKind } from "@/contracts/channels";
import type { SendPermit } from "@/server/consent";

/** A rendered, addressed message: everything its MIME form needs, nothing a provider has to look up. */
export type OutgoingEmail = {
  /** uuid of the message (platform/message-ref.ts): Message-ID, idempotency key and webhook tag. */
  messageId: string;
  date: Date;
  from: { address: string; name: string };
  to: { address: string; name: string | null };
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  /** List-Unsubscribe and the like; each name at most once. */
  headers: [name: string, value: string][];
};

export type Outgoing = { permit: SendPermit; email: OutgoingEmail };

/**
 * What a provider said about one message.
 * accepted: it took responsibility. throttled: it certainly has not got it, ask again later (seconds when it named them).
 * refused: a permanent no for this recipient. failed: our account or configuration is wrong, nobody will get through.
 * unknown: the answer is missing, it may have been accepted.
 */
export type Verdict =
  | { status: "accepted"; providerId: string | null }
  | { status: "throttled"; retryAfterSeconds: number | null; detail: string }
  | { status: "refused"; detail: string; isHardBounce: boolean }
  | { status: "failed"; detail: string }
  | { status: "unknown"; detail: string };

/** News a provider sends later, translated. `messageId` is ours, from the tag or header we gave. */
export type ProviderNotification = {
  notificationId: string;
  messageId: string | null;
  /** The provider's own id of the message, from providers that may leave ours out. */
  providerMessageId?: string | null;
  kind: "delivered" | "delayed" | "bounced" | "complained" | "opened" | "clicked";
  /** For bounces: the address is dead, not only full or busy. */
  isHard: boolean;
  /** For bounces: the message was at fault (size, content), which says nothing about the address. */
  isAboutMessage?: boolean;
  at: Date;
  detail: string | null;
  /** For opens and clicks. */
  hit?: { url: string | null; userAgent: string | null; ip: string | null; isMachine: boolean };
};

/** A webhook whose signature is wrong, missing or too old. Answered with 401 and nothing else. */
export class WebhookRefused extends Error {
  override readonly name = "WebhookRefused";
}

/** A road out for e-mail. One contract suite (tests/providers) holds every implementation to this. */
export interface EmailProvider {
  readonly kind: ProviderKind;
  /** True when asking again with the same key and the same messages cannot send twice. */
  readonly hasIdempotency: boolean;
  /** Messages in one `send`. Without idempotency this is how many can be in doubt after a crash. */
  readonly maxBatch: number;
  /** Never throws for what a server or network does; one verdict per message, in order. */
  send(batch: readonly Outgoing[], key: string): Promise<Verdict[]>;
  /** Checks the signature over the raw body, throws `WebhookRefused`. */
  parseWebhook?(headers: Record<string, string>, rawBody: string, now: Date): Promise<ProviderNotification[]>;
  close(): Promise<void>;
}

export const forAll = (batch: readonly Outgoing[], verdict: Verdict): Verdict[] => batch.map(() => verdict);
