import "server-only";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import {
  type EmailProvider,
  forAll,
  type Outgoing,
  type ProviderNotification,
  type Verdict,
  WebhookRefused,
} from "../contract";
import { bounceClass } from "../rules/bounce-class";
import { parseJson, verdictOfNetwork } from "./http";
import { createLimiter } from "./limiter";
import { cleanEmail, plainMailbox } from "./mime";
import { type Answer, createPoster } from "./post-json";

export type ResendConfig = {
  apiKey: string;
  baseUrl?: string | undefined;
  /** Calls per second the account allows. */
  callsPerSecond: number;
  webhookSecret?: string | null | undefined;
  timeoutMs?: number | undefined;
};

const TAG = "carillon_message_id";
const batchAnswer = z.object({
  data: z.array(z.object({ id: z.string() })),
  errors: z.array(z.object({ index: z.number().int(), message: z.string() })).optional(),
});

/** Resend by its HTTP API: up to 100 messages a call, idempotency keys kept for 24 hours. */
export function createResend(config: ResendConfig): EmailProvider {
  const url = `${(config.baseUrl ?? "https://api.resend.com").replace(/\/$/, "")}/emails/batch`;
  const waitForTurn = createLimiter(config.callsPerSecond);
  const poster = createPoster(url, config.timeoutMs ?? 20_000);

  async function send(batch: readonly Outgoing[], key: string): Promise<Verdict[]> {
    await waitForTurn();
    const headers = {
      authorization: `Bearer ${config.apiKey}`,
      "user-agent": "carillon",
      "idempotency-key": key,
      // One address Resend will not take must not refuse the other ninety-nine.
      "x-batch-validation": "permissive",
    };
    let answer: Answer;
    try {
      answer = await poster.post(headers, batch.map(toPayload));
    } catch (error) {
      return forAll(batch, verdictOfNetwork("Resend", error));
    }
    return readAnswer(batch, answer);
  }

  return {
    kind: "resend",
    hasIdempotency: true,
    maxBatch: 100,
    send,
    parseWebhook: async (headers, rawBody) => parseWebhook(config.webhookSecret, headers, rawBody),
    close: async () => poster.close(),
  };
}

function toPayload({ email: raw }: Outgoing) {
  const email = cleanEmail(raw);
  return {
    from: plainMailbox(email.from),
    to: [email.to.address],
    ...(email.replyTo ? { reply_to: email.replyTo } : {}),
    subject: email.subject,
    html: email.html,
    text: email.text,
    headers: Object.fromEntries([...email.headers, ["X-Carillon-Message", email.messageId]]),
    tags: [{ name: TAG, value: email.messageId }],
  };
}

function readAnswer(batch: readonly Outgoing[], answer: Answer): Verdict[] {
  const { status, text } = answer;
  if (status >= 200 && status < 300) {
    const parsed = text === null ? null : batchAnswer.safeParse(parseJson(text));
    if (!parsed?.success) return forAll(batch, { status: "unknown", detail: "Resend's answer could not be read." });
    return accepted(batch, parsed.data);
  }
  return forAll(batch, refusalOf(answer, errorOf(text)));
}

/** Accepted ids come in order, without the messages listed in `errors`. */
function accepted(batch: readonly Outgoing[], answer: z.infer<typeof batchAnswer>): Verdict[] {
  const faults = new Map((answer.errors ?? []).map((fault) => [fault.index, fault.message]));
  const ids = answer.data.values();
  return batch.map((_, index): Verdict => {
    const fault = faults.get(index);
    if (fault !== undefined) return { status: "refused", detail: fault.slice(0, 300), isHardBounce: false };
    const id = ids.next().value?.id;
    return id
      ? { status: "accepted", providerId: id }
      : { status: "unknown", detail: "Resend did not name this message in its answer." };
  });
}

function refusalOf({ status, headers }: Answer, { name, message }: { name: string; message: string }): Verdict {
  const detail = `${status} ${message}`.slice(0, 300);
  const seconds = Number(headers["retry-after"]);
  const retryAfterSeconds = Number.isFinite(seconds) && seconds > 0 ? seconds : null;
  if (status === 429) return { status: "throttled", retryAfterSeconds, detail };
  // The same key is being worked on, or was used with another body: either way that request may have been accepted.
  if (status === 409 || name.includes("idempot")) return { status: "unknown", detail };
  // A 5xx may follow an acceptance, and a redirect says nothing; with the key, asking again is safe and tells.
  if (status >= 500 || status < 400) return { status: "unknown", detail };
  if (status === 401 || status === 403) return { status: "failed", detail };
  return { status: "refused", detail, isHardBounce: false };
}

const errorShape = z.object({ name: z.string().default(""), message: z.string().default("") });
function errorOf(text: string | null): { name: string; message: string } {
  const parsed = errorShape.safeParse(text === null ? null : parseJson(text));
  return parsed.success ? parsed.data : { name: "", message: "" };
}

const KINDS: Record<string, ProviderNotification["kind"]> = {
  "email.delivered": "delivered",
  "email.delivery_delayed": "delayed",
  "email.bounced": "bounced",
  "email.complained": "complained",
};
const webhookShape = z.object({
  type: z.string(),
  created_at: z.string().optional(),
  data: z.object({
    tags: z
      .union([z.record(z.string(), z.string()), z.array(z.object({ name: z.string(), value: z.string() }))])
      .optional(),
    bounce: z
      .object({ type: z.string().optional(), subType: z.string().optional(), message: z.string().optional() })
      .optional(),
  }),
});

/** Svix signature (Standard Webhooks): HMAC over id, time and raw body, five minutes either way. */
function parseWebhook(
  secret: string | null | undefined,
  headers: Record<string, string>,
  rawBody: string,
): ProviderNotification[] {
  if (!secret) throw new WebhookRefused("This provider has no webhook secret.");
  const id = headers["svix-id"] ?? headers["webhook-id"] ?? "";
  try {
    new Webhook(secret).verify(rawBody, {
      "webhook-id": id,
      "webhook-timestamp": headers["svix-timestamp"] ?? headers["webhook-timestamp"] ?? "",
      "webhook-signature": headers["svix-signature"] ?? headers["webhook-signature"] ?? "",
    });
  } catch {
    throw new WebhookRefused("The signature does not fit.");
  }
  const parsed = webhookShape.safeParse(parseJson(rawBody));
  const kind = parsed.success ? KINDS[parsed.data.type] : undefined;
  if (!parsed.success || !kind) return [];
  const { data, created_at } = parsed.data;
  const tags = Array.isArray(data.tags) ? Object.fromEntries(data.tags.map((t) => [t.name, t.value])) : data.tags;
  const { type = "", subType = "", message: detail = "" } = data.bounce ?? {};
  const bounce = kind === "bounced" ? bounceClass("resend", { type: `${type}/${subType}`, detail }) : null;
  return [
    {
      notificationId: id,
      messageId: tags?.[TAG] ?? null,
      kind,
      isHard: bounce === "hard",
      isAboutMessage: bounce === "message",
      at: new Date(created_at ?? ""),
      detail: data.bounce?.message ?? null,
    },
  ];
}
