import { createHash, createHmac } from "node:crypto";
import { createPostmark } from "@/server/channels/email/postmark";
import { createSendgrid } from "@/server/channels/email/sendgrid";
import { createSes } from "@/server/channels/email/ses";
import { type ApiRequest, startApiServer } from "./api-server";

export const SENDGRID_KEY = "SG.test-key";
export const POSTMARK_TOKEN = "11111111-2222-3333-4444-555555555555";
export const AWS_KEY = { region: "eu-central-1", accessKeyId: "AKIATESTTESTTESTTEST", secretAccessKey: "s3cr3t/Key" };

/** SendGrid: bearer key, one personalization with our argument, 202 without a body. */
export async function startSendgrid() {
  const accepted: string[] = [];
  const sent: Record<string, unknown>[] = [];
  const error = (status: number, message: string, field: string | null) => ({
    status,
    body: { errors: [{ message, field, help: null }] },
  });
  const server = await startApiServer({
    check({ method, path, headers }) {
      if (method !== "POST" || path !== "/v3/mail/send") return error(404, "not found", null);
      const isKnown = headers.authorization === `Bearer ${SENDGRID_KEY}`;
      return isKnown ? null : error(401, "The provided authorization grant is invalid, expired, or revoked", null);
    },
    throttled: { ...error(429, "too many requests", null), headers: { "retry-after": "7" } },
    refused: () => error(400, "Does not contain a valid address.", "personalizations.0.to.0.email"),
    accept({ body }) {
      const mail = JSON.parse(body);
      sent.push(mail);
      accepted.push(mail.personalizations[0].custom_args.carillon_message_id);
      return { status: 202, headers: { "x-message-id": `sg${accepted.length}` } };
    },
  });
  const make = (isRight = true, timeoutMs = 60_000) =>
    createSendgrid({
      apiKey: isRight ? SENDGRID_KEY : "SG.wrong",
      region: "global",
      baseUrl: server.url,
      callsPerSecond: 1000,
      timeoutMs,
    });
  return { ...server, accepted, sent, make };
}

/** Postmark: server token, up to 500 messages, one result each, in order. */
export async function startPostmark() {
  const accepted: string[] = [];
  const sent: Record<string, unknown>[] = [];
  const results = (request: ApiRequest, refuseFirst: boolean) =>
    JSON.parse(request.body).map((mail: { Metadata: Record<string, string>; To: string }, index: number) => {
      if (refuseFirst && index === 0)
        return { ErrorCode: 406, Message: "You tried to send to a recipient that has been marked as inactive." };
      sent.push(mail);
      accepted.push(mail.Metadata.carillon_message_id ?? "?");
      return { ErrorCode: 0, Message: "OK", MessageID: `pm${accepted.length}`, To: mail.To };
    });
  const server = await startApiServer({
    check({ method, path, headers }) {
      if (method !== "POST" || path !== "/email/batch") return { status: 404 };
      if (headers["x-postmark-server-token"] === POSTMARK_TOKEN) return null;
      return { status: 401, body: { ErrorCode: 10, Message: "No Account or Server API tokens were supplied" } };
    },
    throttled: { status: 429, body: { ErrorCode: 429, Message: "Rate limit" }, headers: { "retry-after": "7" } },
    refused: (request) => ({ status: 200, body: results(request, true) }),
    accept: (request) => ({ status: 200, body: results(request, false) }),
  });
  const make = (isRight = true, timeoutMs = 60_000) =>
    createPostmark({
      serverToken: isRight ? POSTMARK_TOKEN : "wrong",
      messageStream: "broadcast",
      baseUrl: server.url,
      callsPerSecond: 1000,
      timeoutMs,
    });
  return { ...server, accepted, sent, make };
}

/** Amazon SES: every request's signature is computed again from what arrived. */
export async function startSes() {
  const accepted: string[] = [];
  const sources: string[] = [];
  const fault = (status: number, name: string, message: string, headers = {}) => ({
    status,
    body: { message },
    headers: { "x-amzn-errortype": `${name}:`, ...headers },
  });
  const server = await startApiServer({
    check(request) {
      if (request.method !== "POST" || request.path !== "/v2/email/outbound-emails")
        return fault(404, "UnknownOperationException", "?");
      return isSigned(request) ? null : fault(403, "SignatureDoesNotMatchException", "The signature does not match.");
    },
    throttled: fault(429, "TooManyRequestsException", "Maximum sending rate exceeded.", { "retry-after": "7" }),
    refused: () => fault(400, "MessageRejected", "Email contains a virus."),
    accept({ body }) {
      const mail = JSON.parse(body);
      accepted.push(mail.EmailTags[0].Value);
      sources.push(Buffer.from(mail.Content.Raw.Data, "base64").toString());
      return { status: 200, body: { MessageId: `ses${accepted.length}` } };
    },
  });
  const make = (isRight = true, timeoutMs = 60_000) =>
    createSes({
      ...AWS_KEY,
      secretAccessKey: isRight ? AWS_KEY.secretAccessKey : "wrong",
      baseUrl: server.url,
      callsPerSecond: 1000,
      timeoutMs,
    });
  return { ...server, accepted, sources, make };
}

function isSigned({ method, path, headers, body }: ApiRequest): boolean {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/ses\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      String(headers.authorization),
    );
  const [, id, day, region, names, signature] = parts ?? [];
  if (id !== AWS_KEY.accessKeyId || region !== AWS_KEY.region || !names?.split(";").includes("host")) return false;
  const head = names.split(";").map((name) => `${name}:${headers[name]}\n`);
  const digest = (text: string) => createHash("sha256").update(text).digest("hex");
  const canonical = `${method}\n${path}\n\n${head.join("")}\n${names}\n${digest(body)}`;
  const sign = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = sign(sign(sign(sign(`AWS4${AWS_KEY.secretAccessKey}`, day ?? ""), region), "ses"), "aws4_request");
  const text = `AWS4-HMAC-SHA256\n${headers["x-amz-date"]}\n${day}/${region}/ses/aws4_request\n${digest(canonical)}`;
  return sign(key, text).toString("hex") === signature;
}
