import { z } from "zod";

export const CHANNELS = ["email", "sms", "push", "in_app", "social", "webhook"] as const;
export type Channel = (typeof CHANNELS)[number];

export const PROVIDER_KINDS = ["local", "smtp", "resend"] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

export const PROVIDER_LABELS: Record<ProviderKind, string> = { local: "Local Inbox", smtp: "SMTP", resend: "Resend" };

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
  }),
  z.object({
    kind: z.literal("resend"),
    /** Resend's API, or a server that speaks it (tests). */
    baseUrl: z.url().optional(),
    /** Calls per second the account allows; one call carries up to 100 messages. */
    callsPerSecond: z.number().min(0.1).max(1000).default(2),
  }),
]);
export type ProviderSettings = z.infer<typeof providerSettingsSchema>;
