import { z } from "zod";

export const CHANNELS = ["email", "sms", "push", "in_app", "social", "webhook"] as const;
export type Channel = (typeof CHANNELS)[number];

export const PROVIDER_KINDS = ["local", "smtp", "resend", "sendgrid", "ses", "postmark"] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

export const PROVIDER_LABELS: Record<ProviderKind, string> = {
  local: "Local Inbox",
  smtp: "SMTP",
  resend: "Resend",
  sendgrid: "SendGrid",
  ses: "Amazon SES",
  postmark: "Postmark",
};

/** The provider's own API, or a server that speaks it (tests). */
const baseUrl = z.url().optional();
const callsPerSecond = z.number().min(0.1).max(1000);

/** Settings without secrets; the password or API key is sealed beside them. */
export const providerSettingsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("local") }),
  z.object({
    kind: z.literal("smtp"),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
    security: z.enum(["starttls", "tls", "none"]),
    user: z.string().optional(),
    maxConnections: z.number().int().min(1).max(50).default(5),
    /** Where servers send bounces (the envelope's sender); without it, the address the e-mail is from. */
    returnPath: z.email("Write an address whose mailbox you can read, such as bounces@example.com.").optional(),
  }),
  z.object({
    kind: z.literal("resend"),
    baseUrl,
    /** Calls per second the account allows; one call carries up to 100 messages. */
    callsPerSecond: callsPerSecond.default(2),
  }),
  z.object({
    kind: z.literal("sendgrid"),
    baseUrl,
    region: z.enum(["global", "eu"]).default("global"),
    /** One call carries one message. */
    callsPerSecond: callsPerSecond.default(100),
  }),
  z.object({
    kind: z.literal("ses"),
    baseUrl,
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "Write the region as AWS does, such as eu-central-1."),
    accessKeyId: z.string().trim().min(1, "Give the access key id.").max(128),
    /** Where SES publishes what happened to messages; only notes of this topic are believed. */
    topicArn: z
      .string()
      .trim()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/, "Write the ARN of the SNS topic: arn:aws:sns:…")
      .optional(),
    configurationSet: z.string().trim().min(1).max(64).optional(),
    /** One call carries one message; the account's maximum send rate. */
    callsPerSecond: callsPerSecond.default(14),
  }),
  z.object({
    kind: z.literal("postmark"),
    baseUrl,
    messageStream: z.string().trim().min(1, "Name the message stream.").max(60).default("broadcast"),
    /** One call carries up to 25 messages. */
    callsPerSecond: callsPerSecond.default(10),
  }),
]);
export type ProviderSettings = z.infer<typeof providerSettingsSchema>;
