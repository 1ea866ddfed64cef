import { index, integer, jsonb, pgTable, primaryKey, smallint, text, unique, uuid } from "drizzle-orm/pg-core";
import type { WebhookAttempt, WebhookEvent, WebhookMessageState } from "@/contracts/webhooks";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/integrations.

/** Where a workspace wants to hear what happened. Secrets are sealed (platform/seal.ts). */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    workspaceNo: workspaceNo(),
    webhookNo: integer("webhook_no").notNull(),
    id: publicUuid(),
    url: text("url").notNull(),
    description: text("description").notNull(),
    eventTypes: jsonb("event_types").$type<WebhookEvent[]>().notNull(),
    secretSealed: text("secret_sealed").notNull(),
    /** The secret before the last rotation; signs too until `old_secret_until`. */
    oldSecretSealed: text("old_secret_sealed"),
    oldSecretUntil: at("old_secret_until"),
    disabledAt: at("disabled_at"),
    disabledReason: text("disabled_reason"),
    /** The first failure since the last success. */
    failingSince: at("failing_since"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.webhookNo] }),
    unique("webhook_endpoints_id").on(t.workspaceNo, t.id),
  ],
);

/** One event for one endpoint. Its id is the `webhook-id` of every attempt, its body never changes. */
export const webhookMessages = pgTable(
  "webhook_messages",
  {
    workspaceNo: workspaceNo(),
    webhookNo: integer("webhook_no").notNull(),
    id: publicUuid(),
    /** The event it tells of: the same event twice is one message. */
    eventId: uuid("event_id").notNull(),
    type: text("type").notNull(),
    body: text("body").notNull(),
    state: text("state").$type<WebhookMessageState>().notNull().default("waiting"),
    attempts: smallint("attempts").notNull().default(0),
    /** Due from then on; moved ahead while somebody is trying, so a crash gives it back. */
    nextAt: at("next_at"),
    log: jsonb("log").$type<WebhookAttempt[]>().notNull().default([]),
    createdAt: createdAt(),
    deliveredAt: at("delivered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.webhookNo, t.id] }),
    unique("webhook_messages_event").on(t.workspaceNo, t.webhookNo, t.eventId),
    index("webhook_messages_due").on(t.nextAt),
  ],
);
