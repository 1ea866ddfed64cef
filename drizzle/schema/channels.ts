import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { ProviderKind, ProviderSettings } from "@/contracts/channels";
import type { DomainStatus, SendingRecord } from "@/contracts/sending-domains";
import type { ProviderLimits } from "@/contracts/throttles";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/channels.

/** A configured road out. Every workspace starts with one Local Inbox. Secrets are sealed (platform/seal.ts). */
export const providers = pgTable(
  "providers",
  {
    workspaceNo: workspaceNo(),
    providerNo: integer("provider_no").notNull(),
    id: publicUuid(),
    kind: text("kind").$type<ProviderKind>().notNull(),
    name: text("name").notNull(),
    settings: jsonb("settings").$type<ProviderSettings>().notNull(),
    secretSealed: text("secret_sealed"),
    webhookSecretSealed: text("webhook_secret_sealed"),
    fromEmail: text("from_email").notNull(),
    fromName: text("from_name").notNull(),
    /** How fast and how much may leave by it (contracts/throttles.ts). */
    limits: jsonb("limits").$type<ProviderLimits>().notNull().default(sql`'{}'`),
    isDefault: boolean("is_default").notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.providerNo] }), unique("providers_id").on(t.workspaceNo, t.id)],
);

/** A domain mail is sent from, with what was found in DNS when it was last looked at. */
export const sendingDomains = pgTable(
  "sending_domains",
  {
    workspaceNo: workspaceNo(),
    domainNo: integer("domain_no").notNull(),
    id: publicUuid(),
    domain: text("domain").notNull(),
    status: text("status").$type<DomainStatus>().notNull().default("unchecked"),
    records: jsonb("records").$type<SendingRecord[]>().notNull(),
    checkedAt: at("checked_at"),
    brokenSince: at("broken_since"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.domainNo] }),
    unique("sending_domains_id").on(t.workspaceNo, t.id),
    unique("sending_domains_domain").on(t.workspaceNo, t.domain),
  ],
);

/** Keys messages are signed with (DKIM). One of a domain is active: the newest whose record was found. */
export const dkimKeys = pgTable(
  "dkim_keys",
  {
    workspaceNo: workspaceNo(),
    domainNo: integer("domain_no").notNull(),
    selector: text("selector").notNull(),
    state: text("state").$type<"waiting" | "active" | "retired">().notNull().default("waiting"),
    /** PKCS 8, sealed (platform/seal.ts). */
    privateSealed: text("private_sealed").notNull(),
    /** SubjectPublicKeyInfo in base64: what stands behind `p=`. */
    publicKey: text("public_key").notNull(),
    createdAt: createdAt(),
    retiredAt: at("retired_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.domainNo, t.selector] })],
);

/** What the Local Inbox "received": the real MIME source, so people and tests read what would have left. */
export const localMessages = pgTable(
  "local_messages",
  {
    workspaceNo: workspaceNo(),
    /** The message id (platform/message-ref.ts): delivering the same message twice is one row. */
    messageId: uuid("message_id").notNull(),
    localNo: bigint("local_no", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    receivedAt: at("received_at").notNull(),
    toAddress: text("to_address").notNull(),
    toName: text("to_name"),
    fromAddress: text("from_address").notNull(),
    fromName: text("from_name"),
    subject: text("subject").notNull(),
    html: text("html").notNull(),
    text: text("text").notNull(),
    headers: jsonb("headers").$type<[string, string][]>().notNull(),
    /** Times this message was handed over: more than one means the idempotency key did its work. */
    deliveries: smallint("deliveries").notNull().default(1),
    readAt: at("read_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.messageId] }),
    index("local_messages_recent").on(t.workspaceNo, t.localNo),
  ],
);

/** Provider notifications already taken in: a second delivery of the same one changes nothing. */
export const providerNotifications = pgTable(
  "provider_notifications",
  {
    workspaceNo: workspaceNo(),
    providerNo: integer("provider_no").notNull(),
    notificationId: text("notification_id").notNull(),
    receivedAt: at("received_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.providerNo, t.notificationId] })],
);

/** News about a message we cannot name yet: tried again every minute for 72 hours. */
export const parkedNotifications = pgTable(
  "parked_notifications",
  {
    workspaceNo: workspaceNo(),
    providerNo: integer("provider_no").notNull(),
    notificationId: text("notification_id").notNull(),
    providerMessageId: text("provider_message_id"),
    /** The notification as it was translated (server/channels/contract.ts). */
    notification: jsonb("notification").notNull(),
    receivedAt: at("received_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.providerNo, t.notificationId] })],
);
