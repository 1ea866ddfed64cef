import "server-only";
import { z } from "zod";
import { signAws } from "@/server/platform/aws-signature";
import type { EmailProvider, Outgoing, Verdict } from "../contract";
import { verdictOfRefusal } from "../rules/provider-answer";
import { type ApiAnswer, callApi, createCaller, parseJson, smallBatch } from "./http";
import { cleanEmail, composeMime } from "./mime";
import { createPoster } from "./post-json";
import { MESSAGE_TAG, readSesEvent } from "./ses-events";
import { createSnsReader, type FetchText } from "./sns";

export type SesConfig = {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  configurationSet?: string | undefined;
  baseUrl?: string | undefined;
  callsPerSecond: number;
  /** The SNS topic the configuration set publishes to. */
  topicArn?: string | undefined;
  /** GET of a certificate or a subscription's confirmation at SNS. */
  fetchText?: FetchText | undefined;
  timeoutMs?: number | undefined;
};

/** Amazon SES by its API v2: our own MIME, one message a call, no idempotency keys. */
export function createSes(config: SesConfig): EmailProvider {
  const host = config.baseUrl ?? `https://email.${config.region}.amazonaws.com`;
  const url = new URL(`${host.replace(/\/$/, "")}/v2/email/outbound-emails`);
  const poster = createPoster(url.href, config.timeoutMs ?? 20_000);
  const sns = createSnsReader(config.topicArn, config.fetchText);
  const caller = createCaller(config.callsPerSecond);

  async function sendOne(one: Outgoing): Promise<Verdict> {
    const body = JSON.stringify(toPayload(one, config.configurationSet));
    const headers = signAws(
      { method: "POST", url, headers: { "content-type": "application/json" }, body },
      new Date(),
      {
        ...config,
        service: "ses",
      },
    );
    const answer = await callApi("Amazon SES", poster, headers, body);
    return answer.isMissing ? answer.verdict : verdictOf(answer);
  }

  return {
    kind: "ses",
    hasIdempotency: false,
    maxBatch: smallBatch(config.callsPerSecond),
    send: (batch) => caller.each(batch, sendOne),
    async parseWebhook(_headers, rawBody, now) {
      const note = await sns.read(rawBody, now);
      return note ? readSesEvent(note) : [];
    },
    close: async () => poster.close(),
  };
}

function toPayload({ email: raw }: Outgoing, configurationSet: string | undefined) {
  const email = cleanEmail({ ...raw, headers: [...raw.headers, ["X-Carillon-Message", raw.messageId]] });
  return {
    FromEmailAddress: email.from.address,
    Destination: { ToAddresses: [email.to.address] },
    Content: { Raw: { Data: composeMime(email).toString("base64") } },
    EmailTags: [{ Name: MESSAGE_TAG, Value: email.messageId }],
    ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
  };
}

const acceptedShape = z.object({ MessageId: z.string() });
const errorShape = z.object({
  __type: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

function verdictOf({ status, headers, text, retryAfterSeconds }: ApiAnswer): Verdict {
  const body = parseJson(text ?? "");
  if (status >= 200 && status < 300) {
    const accepted = acceptedShape.safeParse(body);
    return { status: "accepted", providerId: accepted.success ? accepted.data.MessageId : null };
  }
  const parsed = errorShape.safeParse(body);
  const error = parsed.success ? parsed.data : {};
  // "TooManyRequestsException:http://internal…" in the header, "com.amazonaws…#TooManyRequestsException" in the body.
  const name = String(headers["x-amzn-errortype"] ?? error.__type?.split("#").at(-1) ?? "").split(":")[0] ?? "";
  return verdictOfRefusal("ses", {
    status,
    code: name,
    message: error.message ?? error.Message ?? "",
    retryAfterSeconds,
  });
}
