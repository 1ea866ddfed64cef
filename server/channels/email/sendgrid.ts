import "server-only";
import { z } from "zod";
import type { EmailProvider, Outgoing, Verdict } from "../contract";
import { verdictOfRefusal } from "../rules/provider-answer";
import { type ApiAnswer, callApi, createCaller, parseJson, smallBatch } from "./http";
import { cleanEmail } from "./mime";
import { createPoster } from "./post-json";
import { MESSAGE_ARG, readSendgridEvents } from "./sendgrid-events";

export type SendgridConfig = {
  apiKey: string;
  region: "global" | "eu";
  baseUrl?: string | undefined;
  callsPerSecond: number;
  /** The public key of Signed Event Webhook, as SendGrid shows it. */
  verificationKey?: string | null | undefined;
  timeoutMs?: number | undefined;
};

const HOSTS = { global: "https://api.sendgrid.com", eu: "https://api.eu.sendgrid.com" } as const;

/** SendGrid's Mail Send. One call carries one content, so one message; no idempotency keys. */
export function createSendgrid(config: SendgridConfig): EmailProvider {
  const url = `${(config.baseUrl ?? HOSTS[config.region]).replace(/\/$/, "")}/v3/mail/send`;
  const poster = createPoster(url, config.timeoutMs ?? 20_000);
  const caller = createCaller(config.callsPerSecond);

  async function sendOne(one: Outgoing): Promise<Verdict> {
    const headers = { authorization: `Bearer ${config.apiKey}` };
    const answer = await callApi("SendGrid", poster, headers, toPayload(one));
    return answer.isMissing ? answer.verdict : verdictOf(answer);
  }

  return {
    kind: "sendgrid",
    hasIdempotency: false,
    maxBatch: smallBatch(config.callsPerSecond),
    send: (batch) => caller.each(batch, sendOne),
    parseWebhook: async (headers, rawBody, now) => readSendgridEvents(config.verificationKey, headers, rawBody, now),
    close: async () => poster.close(),
  };
}

function toPayload({ email: raw }: Outgoing) {
  const email = cleanEmail(raw);
  const off = { enable: false };
  return {
    personalizations: [
      {
        to: [{ email: email.to.address, ...(email.to.name ? { name: email.to.name } : {}) }],
        custom_args: { [MESSAGE_ARG]: email.messageId },
      },
    ],
    from: { email: email.from.address, name: email.from.name },
    ...(email.replyTo ? { reply_to: { email: email.replyTo } } : {}),
    subject: email.subject,
    content: [
      { type: "text/plain", value: email.text },
      { type: "text/html", value: email.html },
    ],
    headers: Object.fromEntries([...email.headers, ["X-Carillon-Message", email.messageId]]),
    // Links, pixel and unsubscribe are ours already; theirs would rewrite signed addresses.
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: off,
      subscription_tracking: off,
    },
  };
}

const errorsShape = z.object({
  errors: z.array(z.object({ message: z.string(), field: z.string().nullish() })).min(1),
});

function verdictOf({ status, headers, text, retryAfterSeconds }: ApiAnswer): Verdict {
  if (status >= 200 && status < 300)
    return { status: "accepted", providerId: String(headers["x-message-id"] ?? "") || null };
  const parsed = errorsShape.safeParse(parseJson(text ?? ""));
  const [error] = parsed.success ? parsed.data.errors : [];
  return verdictOfRefusal("sendgrid", {
    status,
    code: "",
    message: error?.message ?? "",
    field: error?.field ?? undefined,
    retryAfterSeconds,
  });
}
