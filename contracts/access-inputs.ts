import { z } from "zod";
import { PERMISSIONS, ROLES } from "./access";
import { emailSchema } from "./addresses";

export const permissionSchema = z.enum(PERMISSIONS);
export const roleSchema = z.enum(ROLES);

const isTimeZone = (text: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
};

export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, { message: "Choose a time zone such as Europe/Berlin." });
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, "Choose a currency such as EUR.");

const workspaceNameSchema = z.string().trim().min(1, "Give the workspace a name.").max(80);

export const workspaceInputSchema = z.object({
  name: workspaceNameSchema,
  timeZone: timeZoneSchema,
  currency: currencySchema,
  locale: z.string().trim().min(2).max(35).default("en"),
  /** Street address shown in the footer of marketing mail; many countries demand one. */
  postalAddress: z.string().trim().max(500).nullish(),
});
export type WorkspaceInput = z.infer<typeof workspaceInputSchema>;

export const PASSWORD_MIN_CHARACTERS = 12;
export const newPasswordSchema = z
  .string()
  .min(PASSWORD_MIN_CHARACTERS, `Use at least ${PASSWORD_MIN_CHARACTERS} characters.`)
  .max(256, "Use at most 256 characters.")
  .refine((text) => new Set(text).size >= 4, { message: "Use more than a few different characters." });

export const setUpSchema = z.object({
  name: z.string().trim().min(1, "Tell us your name.").max(120),
  email: emailSchema,
  password: newPasswordSchema,
  workspaceName: workspaceNameSchema,
  timeZone: timeZoneSchema,
  currency: currencySchema,
  start: z.enum(["demo", "own"]),
});
export type SetUpInput = z.infer<typeof setUpSchema>;

export const apiKeyInputSchema = z.object({
  name: z.string().trim().min(1, "Give the key a name, such as the system that uses it.").max(80),
  scopes: z
    .array(permissionSchema)
    .min(1, "Choose at least one permission.")
    .transform((scopes) => [...new Set(scopes)]),
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
});

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
const isIssuer = (text: string): boolean => {
  try {
    const url = new URL(text);
    if (url.username || url.password || url.search || url.hash) return false;
    return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.includes(url.hostname));
  } catch {
    return false;
  }
};

export const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    "Enter a domain such as example.com.",
  );

export const ssoConnectionInputSchema = z.object({
  name: z.string().trim().min(1, "Give the connection a name.").max(80),
  /** Exactly as the provider spells it in its discovery document. */
  issuer: z
    .string()
    .trim()
    .max(500)
    .refine(isIssuer, { message: "Enter the issuer as an https address, such as https://login.example.com." }),
  clientId: z.string().trim().min(1, "Enter the client id.").max(300),
  clientSecret: z.string().min(1, "Enter the client secret.").max(1000),
  enabled: z.boolean().default(true),
  defaultRole: roleSchema.default("viewer"),
});
