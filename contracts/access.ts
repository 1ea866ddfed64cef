// Every page needs what stands here, so no zod: schemas of forms and inputs are in access-inputs.ts.

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
  "content:approve",
  "campaign:read",
  "campaign:create",
  "campaign:update",
  "campaign:delete",
  "campaign:launch",
  "campaign:approve",
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

export const ROLES = ["marketing_admin", "campaign_manager", "content_editor", "analyst", "viewer"] as const;
export type Role = (typeof ROLES)[number];

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
