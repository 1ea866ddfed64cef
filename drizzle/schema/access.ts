import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { MemberStatus, Permission, Role } from "@/contracts/access";
import type { BrandFont, ButtonShape } from "@/contracts/brand";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/access.

export const workspaces = pgTable(
  "workspaces",
  {
    workspaceNo: integer("workspace_no").primaryKey().generatedAlwaysAsIdentity(),
    id: publicUuid(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull(),
    currency: text("currency").notNull(),
    locale: text("locale").notNull().default("en"),
    postalAddress: text("postal_address"),
    /** Salt of every keyed hash of this workspace (suppression of erased addresses). */
    salt: text("salt").notNull(),
    /** Since when only the workspace's own SSO opens it (members with break-glass excepted). */
    ssoEnforcedAt: at("sso_enforced_at"),
    demoState: text("demo_state").$type<"none" | "loading" | "loaded" | "removing">().notNull().default("none"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique("workspaces_id").on(t.id), unique("workspaces_slug").on(t.slug)],
);

/** People who can sign in, across workspaces. Identity by SSO is (issuer, sub) in `sso_identities`, never the e-mail. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    /** Sign-in name for password users; unique only among them. SSO users keep the claimed address for display. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    passwordHash: text("password_hash"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("users_password_email").on(sql`lower(${t.email})`).where(sql`${t.passwordHash} is not null`)],
);

/** Roles a workspace makes itself, beside the five of contracts/access.ts. */
export const roles = pgTable(
  "roles",
  {
    workspaceNo: workspaceNo(),
    roleNo: integer("role_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    description: text("description"),
    permissions: jsonb("permissions").$type<Permission[]>().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.roleNo] }),
    unique("roles_id").on(t.workspaceNo, t.id),
    uniqueIndex("roles_name").on(t.workspaceNo, sql`lower(${t.name})`),
  ],
);

export const members = pgTable(
  "members",
  {
    workspaceNo: workspaceNo(),
    memberNo: integer("member_no").notNull(),
    id: publicUuid(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** A built-in role; what a custom role's holder falls back to is never used, because such a role cannot be deleted. */
    role: text("role").$type<Role>().notNull(),
    /** The custom role that counts instead. */
    roleNo: integer("role_no"),
    /** Removed members keep their row: the audit log names them, and an invitation brings them back. */
    status: text("status").$type<MemberStatus>().notNull().default("active"),
    /** May sign in with a password although the workspace enforces SSO. */
    isBreakGlass: boolean("is_break_glass").notNull().default(false),
    lastActiveAt: at("last_active_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.memberNo] }),
    foreignKey({ columns: [t.workspaceNo, t.roleNo], foreignColumns: [roles.workspaceNo, roles.roleNo] }),
    unique("members_id").on(t.workspaceNo, t.id),
    unique("members_user").on(t.workspaceNo, t.userId),
    index("members_by_user").on(t.userId),
  ],
);

/** The right to become a member, bound to one address; its link carries a secret of which only the hash is kept. */
export const invitations = pgTable(
  "invitations",
  {
    workspaceNo: workspaceNo(),
    invitationNo: integer("invitation_no").notNull(),
    id: publicUuid(),
    /** Normalised (contracts/addresses.ts). */
    email: text("email").notNull(),
    role: text("role").$type<Role>().notNull(),
    roleNo: integer("role_no"),
    secretHash: text("secret_hash").notNull(),
    invitedBy: text("invited_by"),
    createdAt: createdAt(),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.invitationNo] }),
    foreignKey({ columns: [t.workspaceNo, t.roleNo], foreignColumns: [roles.workspaceNo, roles.roleNo] }),
    unique("invitations_id").on(t.workspaceNo, t.id),
    unique("invitations_secret").on(t.secretHash),
    uniqueIndex("invitations_open")
      .on(t.workspaceNo, t.email)
      .where(sql`${t.acceptedAt} is null and ${t.revokedAt} is null`),
  ],
);

/** One row per sign-in; the JWT carries its id, so a session can be ended on the server at once. */
export const authSessions = pgTable(
  "auth_sessions",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** Set when the session was opened through a workspace's own SSO: it opens that workspace only. */
    workspaceNo: integer("sso_workspace_no"),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    lastSeenAt: at("last_seen_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
  },
  (t) => [index("auth_sessions_user").on(t.userId)],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    workspaceNo: workspaceNo(),
    keyNo: integer("key_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    /** First characters and last four, for people to recognise it by. */
    hint: text("hint").notNull(),
    secretHash: text("secret_hash").notNull(),
    scopes: jsonb("scopes").$type<Permission[]>().notNull(),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    lastUsedAt: at("last_used_at"),
    expiresAt: at("expires_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.keyNo] }),
    unique("api_keys_id").on(t.workspaceNo, t.id),
    unique("api_keys_hash").on(t.secretHash),
  ],
);

/** A workspace's own OpenID Connect provider. The client secret is sealed (platform/seal.ts). */
export const ssoConnections = pgTable(
  "sso_connections",
  {
    workspaceNo: workspaceNo(),
    connectionNo: integer("connection_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    issuer: text("issuer").notNull(),
    clientId: text("client_id").notNull(),
    clientSecretSealed: text("client_secret_sealed").notNull(),
    enabled: boolean("enabled").notNull().default(true),
    defaultRole: text("default_role").$type<Role>().notNull().default("viewer"),
    /** The last time somebody got through a test sign-in; enforcing SSO asks for a recent one. */
    testedAt: at("tested_at"),
    testedEmail: text("tested_email"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.connectionNo] }),
    unique("sso_connections_id").on(t.workspaceNo, t.id),
  ],
);

/** E-mail domains that lead to a connection; only a verified one does (DNS TXT `carillon-verification=<token>`). */
export const ssoDomains = pgTable(
  "sso_domains",
  {
    workspaceNo: workspaceNo(),
    domain: text("domain").notNull(),
    connectionNo: integer("connection_no").notNull(),
    token: text("token").notNull(),
    verifiedAt: at("verified_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.domain] }),
    uniqueIndex("sso_domains_verified").on(t.domain).where(sql`${t.verifiedAt} is not null`),
  ],
);

export const ssoIdentities = pgTable(
  "sso_identities",
  {
    workspaceNo: workspaceNo(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.issuer, t.subject] })],
);

/** How e-mails, recipient pages and confirmation mails look; a workspace without a row looks plain. */
export const brand = pgTable("brand", {
  workspaceNo: integer("workspace_no").primaryKey(),
  /** Null: the name of the workspace. */
  name: text("name"),
  colour: text("colour"),
  textColour: text("text_colour"),
  background: text("background"),
  headingFont: text("heading_font").$type<BrandFont>(),
  bodyFont: text("body_font").$type<BrandFont>(),
  buttonShape: text("button_shape").$type<ButtonShape>(),
  logoUrl: text("logo_url"),
  footer: text("footer"),
  /** Where people ask for their data. */
  privacyEmail: text("privacy_email"),
  updatedAt: updatedAt(),
});

/** Single row that says set-up is over; inserting it is what wins the race of two first visitors. */
export const installation = pgTable("installation", {
  one: integer("one").primaryKey().default(1),
  setUpAt: at("set_up_at").notNull(),
});
