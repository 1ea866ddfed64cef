import { z } from "zod";
import { emailSchema } from "./addresses";

/** Every permission string of the product; commands and queries name one of these (spec 000 §Access control, ux.md §1.2). */
export const PERMISSIONS = [
  "contact:read",
  "contact:pii",
  "contact:write",
  "contact:delete",
  "contact:import",
  "contact:export",
  "consent:read",
  "consent:write",
  "segment:read",
  "segment:write",
  "segment:delete",
  "content:read",
  "content:write",
  "campaign:read",
  "campaign:create",
  "campaign:update",
  "campaign:delete",
  "campaign:launch",
  "analytics:read",
  "inbox:read",
  "provider:read",
  "provider:manage",
  "member:read",
  "member:manage",
  "apikey:manage",
  "sso:manage",
  "workspace:manage",
  "audit:read",
  "system:read",
  "system:manage",
] as const;
export type Permission = (typeof PERMISSIONS)[number];
export const permissionSchema = z.enum(PERMISSIONS);

export const ROLES = ["marketing_admin", "campaign_manager", "content_editor", "analyst", "viewer"] as const;
export type Role = (typeof ROLES)[number];
export const roleSchema = z.enum(ROLES);

export const MEMBER_STATUSES = ["active", "suspended", "removed"] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

export const ROLE_LABELS: Record<Role, string> = {
  marketing_admin: "Marketing Admin",
  campaign_manager: "Campaign Manager",
  content_editor: "Content Editor",
  analyst: "Analyst",
  viewer: "Viewer",
};

const CAMPAIGN_MANAGER = [
  "contact:read",
  "contact:pii",
  "contact:write",
  "contact:delete",
  "contact:import",
  "consent:read",
  "consent:write",
  "segment:read",
  "segment:write",
  "segment:delete",
  "content:read",
  "content:write",
  "campaign:read",
  "campaign:create",
  "campaign:update",
  "campaign:delete",
  "campaign:launch",
  "analytics:read",
  "inbox:read",
  "provider:read",
  "member:read",
] as const satisfies readonly Permission[];

/** Roles x permissions, as data. The only place that says who may do what. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  marketing_admin: PERMISSIONS,
  campaign_manager: CAMPAIGN_MANAGER,
  content_editor: ["content:read", "content:write", "campaign:read", "contact:read", "segment:read", "inbox:read"],
  analyst: ["analytics:read", "campaign:read", "segment:read", "contact:read"],
  viewer: ["campaign:read", "segment:read", "analytics:read", "contact:read"],
};

export const can = (permissions: readonly Permission[], needed: Permission): boolean => permissions.includes(needed);

/** Which built-in roles hold a permission: what a "no permission" page names. */
export const rolesWith = (needed: Permission): Role[] => ROLES.filter((role) => can(ROLE_PERMISSIONS[role], needed));

// ── Forms and inputs ────────────────────────────────────────────────────────

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

export type ApiKey = {
  id: string;
  name: string;
  hint: string;
  scopes: Permission[];
  createdBy: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
};

export type SsoDomain = {
  domain: string;
  isVerified: boolean;
  /** The TXT record that proves the domain. */
  record: { name: string; type: "TXT"; value: string };
};

export type SsoConnection = {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  enabled: boolean;
  defaultRole: Role;
  domains: SsoDomain[];
  /** The last test sign-in that came through, and who it was. */
  tested: { at: string; email: string | null } | null;
  /** What to register at the identity provider. */
  redirectUrl: string;
  /** Opens the sign-in of this connection; for trying it in a private window. */
  signInUrl: string;
  createdAt: string;
  updatedAt: string;
};

export type AuditEntry = {
  id: string;
  at: string;
  actor: { type: string; id: string | null; name: string };
  action: string;
  entityType: string;
  entityId: string | null;
  changes: Record<string, unknown> | null;
  traceId: string;
};
