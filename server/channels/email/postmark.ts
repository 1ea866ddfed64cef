import "server-only";
import { z } from "zod";
import { type EmailProvider, forAll, type Outgoing, type Verdict } from "../contract";
import { verdictOfRefusal } from "../rules/provider-answer";
import { type ApiAnswer, callApi, createCaller, parseJson } from "./http";
import { cleanEmail, plainMailbox } from "./mime";
import { createPoster } from "./post-json";
import { METADATA_KEY, readPostmarkEvent } from "./postmark-events";

export type PostmarkConfig = {
  serverToken: string;
  messageStream: string;
  baseUrl?: string | undefined;
  callsPerSecond: number;
  /** The password of the Basic authentication in the webhook's address. */
  webhookPassword?: string | null | undefined;
  timeoutMs?: number | undefined;
};

/** Postmark's batch API: up to 500 messages a call, no idempotency keys, so far fewer of them. */
export function createPostmark(config: PostmarkConfig): EmailProvider {
  const url = `${(config.baseUrl ?? "https://api.postmarkapp.com").replace(/\/$/, "")}/email/batch`;
  const poster = createPoster(url, config.timeoutMs ?? 20_000);
  const caller = createCaller(config.callsPerSecond);

  async function call(batch: readonly Outgoing[]): Promise<Verdict[]> {
    const headers = { accept: "application/json", "x-postmark-server-token": config.serverToken };
    const body = batch.map((one) => toPayload(one, config.messageStream));
    const answer = await callApi("Postmark", poster, headers, body);
    return answer.isMissing ? forAll(batch, answer.verdict) : readAnswer(batch, answer);
  }

  return {
    kind: "postmark",
    hasIdempotency: false,
    maxBatch: 25,
    async send(batch) {
      const said = await caller.inTurn(() => call(batch));
      return Array.isArray(said) ? said : forAll(batch, said);
    },
    parseWebhook: async (headers, rawBody) => readPostmarkEvent(config.webhookPassword, headers, rawBody),
    close: async () => poster.close(),
  };
}

function toPayload({ email: raw }: Outgoing, stream: string) {
  const email = cleanEmail(raw);
  return {
    From: plainMailbox(email.from),
    To: email.to.address,
    ...(email.replyTo ? { ReplyTo: email.replyTo } : {}),
    Subject: email.subject,
    HtmlBody: email.html,
    TextBody: email.text,
    Headers: [...email.headers, ["X-Carillon-Message", email.messageId]].map(([Name, Value]) => ({ Name, Value })),
    Metadata: { [METADATA_KEY]: email.messageId },
    MessageStream: stream,
    TrackOpens: false,
    TrackLinks: "None",
  };
}

const resultShape = z.object({
  ErrorCode: z.number(),
  Message: z.string().default(""),
  MessageID: z.string().optional(),
});

function readAnswer(batch: readonly Outgoing[], { status, text, retryAfterSeconds }: ApiAnswer): Verdict[] {
  const body = parseJson(text ?? "");
  if (status < 200 || status >= 300) {
    const error = resultShape.safeParse(body);
    const { ErrorCode, Message } = error.success ? error.data : { ErrorCode: 0, Message: "" };
    const code = ErrorCode === 0 ? "" : String(ErrorCode);
    return forAll(batch, verdictOfRefusal("postmark", { status, code, message: Message, retryAfterSeconds }));
  }
  const results = z.array(resultShape).safeParse(body);
  if (!results.success) return forAll(batch, { status: "unknown", detail: "Postmark's answer could not be read." });
  return batch.map((_, index): Verdict => {
    const result = results.data[index];
    if (!result) return { status: "unknown", detail: "Postmark did not name this message in its answer." };
    if (result.ErrorCode === 0) return { status: "accepted", providerId: result.MessageID ?? null };
    return verdictOfRefusal("postmark", {
      status,
      code: String(result.ErrorCode),
      message: result.Message,
      retryAfterSeconds: null,
    });
  });
}
