import { sql } from "drizzle-orm";
import { bigint, index, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import type { Channel } from "@/contracts/channels";
import type { ConsentSource, ConsentState, SuppressionReason } from "@/contracts/consent";
import { at, workspaceNo } from "./columns";

// Written by: server/consent. Append-only: no UPDATE or DELETE is granted on consent_ledger (drizzle/policies.ts).

/** Every grant, refusal and withdrawal, with its proof. Current state is derived from it. */
export const consentLedger = pgTable(
  "consent_ledger",
  {
    workspaceNo: workspaceNo(),
    ledgerNo: bigint("ledger_no", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    /** 0 is marketing as a whole; topics get their own numbers later. */
    topicNo: smallint("topic_no").notNull().default(0),
    state: text("state").$type<ConsentState>().notNull(),
    source: text("source").$type<ConsentSource>().notNull(),
    /** The wording the person agreed to or the reason given. */
    wording: text("wording"),
    evidence: text("evidence"),
    ip: text("ip"),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.ledgerNo] }),
    index("consent_ledger_contact").on(t.workspaceNo, t.contactNo, t.ledgerNo),
  ],
);

/** The latest ledger row per contact, channel and topic, kept in the same transaction. */
export const consentState = pgTable(
  "consent_state",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    topicNo: smallint("topic_no").notNull().default(0),
    state: text("state").$type<ConsentState>().notNull(),
    source: text("source").$type<ConsentSource>().notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.contactNo, t.channel, t.topicNo] })],
);

/** Addresses nobody writes to, by normalised address; outlives the contact. */
export const suppressions = pgTable(
  "suppressions",
  {
    workspaceNo: workspaceNo(),
    channel: text("channel").$type<Channel>().notNull(),
    addressKey: text("address_key").notNull(),
    reason: text("reason").$type<SuppressionReason>().notNull(),
    note: text("note"),
    at: at("at").notNull(),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.channel, t.addressKey] }),
    index("suppressions_at").on(t.workspaceNo, sql`${t.at} desc`),
  ],
);
