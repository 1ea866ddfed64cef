import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { WebhookRefused } from "../contract";
import { readPostmarkEvent } from "./postmark-events";
import { readSendgridEvents } from "./sendgrid-events";
import { createSes } from "./ses";

const now = new Date("2026-03-01T10:00:00Z");
const MESSAGE = "0b9e2f0e-8f0e-4a55-9a5e-5c3b1f6a7d10";

const ec = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const VERIFICATION_KEY = ec.publicKey.export({ format: "der", type: "spki" }).toString("base64");
const sendgrid = (body: string, at = now, signed = body) => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = sign("sha256", Buffer.from(timestamp + signed), ec.privateKey).toString("base64");
  const headers = {
    "x-twilio-email-event-webhook-timestamp": timestamp,
    "x-twilio-email-event-webhook-signature": signature,
  };
  return readSendgridEvents(VERIFICATION_KEY, headers, body, now);
};

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:carillon";
const CERTIFICATE = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem";
type Note = Record<string, string>;
function snsBody(message: unknown, change: Note = {}, after: Note = {}): string {
  const note: Note = {
    Type: "Notification",
    MessageId: "n-1",
    TopicArn: TOPIC,
    Message: typeof message === "string" ? message : JSON.stringify(message),
    Timestamp: now.toISOString(),
    SignatureVersion: "2",
    SigningCertURL: CERTIFICATE,
    ...change,
  };
  const fields = ["Message", "MessageId", "SubscribeURL", "Subject", "Timestamp", "Token", "TopicArn", "Type"];
  const text = fields.flatMap((name) => (note[name] === undefined ? [] : [`${name}\n${note[name]}\n`])).join("");
  const hash = note.SignatureVersion === "1" ? "sha1" : "sha256";
  const Signature = sign(hash, Buffer.from(text), rsa.privateKey).toString("base64");
  return JSON.stringify({ ...note, Signature, ...after });
}
function ses() {
  const fetched: string[] = [];
  const provider = createSes({
    region: "eu-central-1",
    accessKeyId: "AKIA",
    secretAccessKey: "x",
    callsPerSecond: 1,
    topicArn: TOPIC,
    async fetchText(url) {
      fetched.push(url);
      return url.endsWith(".pem") ? rsa.publicKey.export({ format: "pem", type: "spki" }).toString() : "ok";
    },
  });
  const read = async (body: string) => provider.parseWebhook?.({}, body, now) ?? [];
  return { fetched, read };
}

const PASSWORD = "a long shared password";
const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`carillon:${password}`).toString("base64")}`,
});

describe("SendGrid's events", () => {
  const event = {
    event: "bounce",
    type: "bounce",
    sg_event_id: "e1",
    timestamp: 1772359200,
    reason: "550 5.1.1 unknown",
  };
  it("translates a signed bounce with our message id", () => {
    const body = JSON.stringify([{ ...event, carillon_message_id: MESSAGE }, { event: "processed" }, "nonsense"]);
    expect(sendgrid(body)).toMatchObject([
      { notificationId: "e1", messageId: MESSAGE, kind: "bounced", isHard: true, at: now, detail: "550 5.1.1 unknown" },
    ]);
  });

  it("refuses another body, an old or missing time and a key that is none", () => {
    const body = JSON.stringify([event]);
    expect(() => sendgrid(body, now, `${body} `)).toThrow(WebhookRefused);
    expect(() => sendgrid(body, new Date(now.getTime() - 301_000))).toThrow(WebhookRefused);
    expect(() => readSendgridEvents(VERIFICATION_KEY, {}, body, now)).toThrow(WebhookRefused);
    expect(() => readSendgridEvents(null, {}, body, now)).toThrow(WebhookRefused);
  });
});

describe("Amazon SES's notes over SNS", () => {
  const mail = { messageId: "ses-1", tags: { carillon_message_id: [MESSAGE] } };
  const bounce = { bounceType: "Permanent", bounceSubType: "General", bouncedRecipients: [{ status: "5.1.1" }] };

  it.each(["1", "2"])("translates a note signed with version %s", async (SignatureVersion) => {
    const body = snsBody({ eventType: "Bounce", mail, bounce }, { SignatureVersion });
    expect(await ses().read(body)).toMatchObject([
      { notificationId: "n-1", messageId: MESSAGE, kind: "bounced", isHard: true, at: now },
    ]);
  });

  it("names the message by SES's id when the note carries no tags", async () => {
    const body = snsBody({ notificationType: "Complaint", mail: { messageId: "ses-1" }, complaint: {} });
    expect(await ses().read(body)).toMatchObject([{ messageId: null, providerMessageId: "ses-1", kind: "complained" }]);
  });

  it.each([
    ["a changed message", snsBody({}, {}, { Message: "{}x" })],
    ["another topic", snsBody({}, { TopicArn: `${TOPIC}-other` })],
    [
      "a certificate elsewhere",
      snsBody({}, { SigningCertURL: "https://sns.eu-central-1.amazonaws.com.evil.example/c.pem" }),
    ],
    ["a certificate of another service", snsBody({}, { SigningCertURL: "https://bucket.s3.amazonaws.com/c.pem" })],
    ["a certificate without TLS", snsBody({}, { SigningCertURL: CERTIFICATE.replace("https", "http") })],
    ["a certificate at a user of that host", snsBody({}, { SigningCertURL: CERTIFICATE.replace("//", "//a@") })],
    ["an old note", snsBody({}, { Timestamp: new Date(now.getTime() - 3_700_000).toISOString() })],
    ["no note", "{}"],
  ])("refuses %s without calling anybody it names", async (_name, body) => {
    const { read, fetched } = ses();
    await expect(read(body)).rejects.toBeInstanceOf(WebhookRefused);
    expect(fetched.filter((url) => url !== CERTIFICATE)).toEqual([]);
  });

  it("confirms a subscription at SNS and nowhere else", async () => {
    const { read, fetched } = ses();
    const confirmation = (SubscribeURL: string) =>
      snsBody("confirm", { Type: "SubscriptionConfirmation", Token: "t", SubscribeURL });
    const right = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";
    expect(await read(confirmation(right))).toEqual([]);
    expect(fetched).toEqual([CERTIFICATE, right]);
    await expect(read(confirmation("https://evil.example/?t"))).rejects.toBeInstanceOf(WebhookRefused);
    expect(fetched).toEqual([CERTIFICATE, right]);
  });
});

describe("Postmark's events", () => {
  const event = { RecordType: "Bounce", ID: 42, MessageID: "pm-1", Metadata: { carillon_message_id: MESSAGE } };
  it.each([
    [{ Type: "HardBounce" }, { kind: "bounced", isHard: true }],
    [{ Type: "SoftBounce" }, { kind: "bounced", isHard: false, isAboutMessage: false }],
    [{ Type: "RuleBlocked" }, { kind: "bounced", isHard: false, isAboutMessage: true }],
    [{ Type: "Transient" }, { kind: "delayed" }],
    [{ RecordType: "SpamComplaint" }, { kind: "complained" }],
    [
      { RecordType: "Delivery", DeliveredAt: now.toISOString() },
      { kind: "delivered", at: now },
    ],
  ])("translates %j", (change, expected) => {
    const [news] = readPostmarkEvent(PASSWORD, basic(PASSWORD), JSON.stringify({ ...event, ...change }));
    expect(news).toMatchObject({ messageId: MESSAGE, ...expected });
  });

  it("takes an automatic answer for no news, and nothing without the password", () => {
    const body = JSON.stringify({ ...event, Type: "AutoResponder" });
    expect(readPostmarkEvent(PASSWORD, basic(PASSWORD), body)).toEqual([]);
    for (const [password, headers] of [
      [PASSWORD, basic("wrong")],
      [PASSWORD, {}],
      [null, basic("")],
      ["", basic("")],
    ] as const)
      expect(() => readPostmarkEvent(password, headers, body)).toThrow(WebhookRefused);
  });
});

describe("any body at all", () => {
  it("is refused or read, never an error of ours: 3,000 bodies with a right signature", async () => {
    let state = 7;
    const pick = <T>(items: readonly T[]): T | undefined => {
      state = (state * 48_271) % 2_147_483_647;
      return items[state % items.length];
    };
    const keys = ["event", "sg_event_id", "timestamp", "RecordType", "Type", "ID", "mail", "bounce", "eventType"];
    const words = ["bounce", "Bounce", "Delivery", "e1", "\u0000", "\ud800", "", "x".repeat(999), MESSAGE];
    const value = (depth: number): unknown =>
      pick([
        () => pick(words),
        () => pick([0, -1, 1e308, 1772359200, null, true]),
        () => (depth > 3 ? [] : [value(depth + 1), value(depth + 1)]),
        () => (depth > 3 ? {} : Object.fromEntries([1, 2, 3].map(() => [pick(keys), value(depth + 1)]))),
      ])?.();
    const { read } = ses();
    for (let i = 0; i < 1000; i += 1) {
      const text = JSON.stringify(value(0)) ?? "";
      const body = i % 10 === 0 ? text.slice(0, -1) : text;
      expect(Array.isArray(sendgrid(body))).toBe(true);
      expect(Array.isArray(readPostmarkEvent(PASSWORD, basic(PASSWORD), body))).toBe(true);
      expect(Array.isArray(await read(snsBody(body)))).toBe(true);
    }
  });
});
