import "server-only";
import { verify } from "node:crypto";
import { z } from "zod";
import { WebhookRefused } from "../contract";
import { parseJson } from "./http";

export type FetchText = (url: string) => Promise<string>;
export type SnsNote = { id: string; message: string; at: string };

const envelope = z.object({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
  MessageId: z.string().min(1),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(["1", "2"]),
  Signature: z.string(),
  SigningCertURL: z.string(),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
});
type Envelope = z.infer<typeof envelope>;

/** SNS repeats a note it could not deliver for up to an hour, with the time it was first signed. */
const MAX_AGE_MS = 3_600_000;
const FIELDS = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  SubscriptionConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
  UnsubscribeConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
} as const satisfies Record<Envelope["Type"], readonly (keyof Envelope)[]>;

/** Only SNS's own hosts: whoever could name another could sign with his own certificate, or make us call anybody. */
function snsUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSns = url?.protocol === "https:" && url.port === "" && url.username === "" && url.password === "";
  return url && isSns && /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(url.hostname) ? url : null;
}

async function fetchOverHttps(url: string): Promise<string> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`SNS answered ${response.status}.`);
  return response.text();
}

/** Reads what SNS posts for one topic: checks it, confirms the subscription, hands out notifications. */
export function createSnsReader(topicArn: string | undefined, fetchText: FetchText = fetchOverHttps) {
  const certificates = new Map<string, string>();

  async function certificate(url: string): Promise<string> {
    const known = certificates.get(url);
    if (known) return known;
    const fetched = await fetchText(url);
    if (certificates.size >= 20) certificates.clear();
    certificates.set(url, fetched);
    return fetched;
  }

  async function check(note: Envelope, now: Date): Promise<void> {
    if (note.TopicArn !== topicArn) throw new WebhookRefused("The note is of another SNS topic.");
    const age = now.getTime() - Date.parse(note.Timestamp);
    if (!(Math.abs(age) <= MAX_AGE_MS)) throw new WebhookRefused("The note is too old or has no time.");
    const url = snsUrl(note.SigningCertURL);
    if (!url?.pathname.endsWith(".pem")) throw new WebhookRefused("The certificate is not at SNS.");
    const lines = FIELDS[note.Type].flatMap((name) => (note[name] == null ? [] : [name, note[name]]));
    const hash = note.SignatureVersion === "1" ? "sha1" : "sha256";
    const key = await certificate(url.href);
    let isRight = false;
    try {
      isRight = verify(hash, Buffer.from(`${lines.join("\n")}\n`), key, Buffer.from(note.Signature, "base64"));
    } catch {
      // What came is no certificate: fetched anew next time.
      certificates.delete(url.href);
    }
    if (!isRight) throw new WebhookRefused("The signature does not fit.");
  }

  /** Null for a note that carries no news. */
  async function read(rawBody: string, now: Date): Promise<SnsNote | null> {
    if (!topicArn) throw new WebhookRefused("This provider names no SNS topic.");
    const parsed = envelope.safeParse(parseJson(rawBody));
    if (!parsed.success) throw new WebhookRefused("This is no note of SNS.");
    const note = parsed.data;
    await check(note, now);
    if (note.Type === "Notification") return { id: note.MessageId, message: note.Message, at: note.Timestamp };
    if (note.Type === "SubscriptionConfirmation") {
      const url = snsUrl(note.SubscribeURL ?? "");
      if (!url) throw new WebhookRefused("The subscription is not confirmed at SNS.");
      await fetchText(url.href);
    }
    return null;
  }

  return { read };
}
