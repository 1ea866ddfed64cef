import { z } from "zod";

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
