import { sql } from "drizzle-orm";
import { bigint, boolean, index, jsonb, pgTable, primaryKey, smallint, text, unique } from "drizzle-orm/pg-core";
import type { Channel } from "@/contracts/channels";
import type {
  CapPeriod,
  ConsentChannel,
  ConsentSource,
  ConsentState,
  LedgerState,
  SuppressionReason,
} from "@/contracts/consent";
import type { TopicTexts, TopicVisibility } from "@/contracts/topics";
import type { UtmPolicy } from "@/contracts/utm";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";
import { chained } from "./platform";

// Written by: server/consent. Append-only: no UPDATE or DELETE is granted on consent_ledger (drizzle/policies.ts).

/** Every grant, refusal and withdrawal, with its proof. Current state is derived from it; the rows are hash-chained. */
export const consentLedger = pgTable(
  "consent_ledger",
  {
    workspaceNo: workspaceNo(),
    ...chained(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    channel: text("channel").$type<ConsentChannel>().notNull(),
    /** 0 is marketing as a whole, else a row of `topics`. */
    topicNo: smallint("topic_no").notNull().default(0),
    state: text("state").$type<LedgerState>().notNull(),
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
    primaryKey({ columns: [t.workspaceNo, t.chainNo] }),
    index("consent_ledger_contact").on(t.workspaceNo, t.contactNo, t.chainNo),
    index("consent_ledger_topic").on(t.workspaceNo, t.topicNo).where(sql`${t.topicNo} > 0`),
  ],
);

/** The latest ledger row per contact, channel and topic, kept in the same transaction. */
export const consentState = pgTable(
  "consent_state",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    channel: text("channel").$type<ConsentChannel>().notNull(),
    topicNo: smallint("topic_no").notNull().default(0),
    state: text("state").$type<ConsentState>().notNull(),
    source: text("source").$type<ConsentSource>().notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.contactNo, t.channel, t.topicNo] }),
    index("consent_state_topic").on(t.workspaceNo, t.topicNo, t.state).where(sql`${t.topicNo} > 0`),
  ],
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
    index("suppressions_reason").on(t.workspaceNo, t.reason, sql`${t.at} desc`),
  ],
);

/** What people may choose to hear about. A topic that something uses is archived, never deleted. */
export const topics = pgTable(
  "topics",
  {
    workspaceNo: workspaceNo(),
    topicNo: smallint("topic_no").notNull(),
    id: publicUuid(),
    /** In the workspace's own words; `texts` holds other languages. */
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    texts: jsonb("texts").$type<TopicTexts>().notNull().default({}),
    /** Private topics are never offered to somebody who is not in them. */
    visibility: text("visibility").$type<TopicVisibility>().notNull(),
    /** True: whoever agreed to marketing gets it until they say no. False: only who asked for this topic. */
    defaultIn: boolean("default_in").notNull(),
    doubleOptIn: boolean("double_opt_in").notNull(),
    position: smallint("position").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    archivedAt: at("archived_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.topicNo] }), unique("topics_id").on(t.workspaceNo, t.id)],
);

/** How often and when the workspace writes to one person at most; read by the permit. Null: no such rule. */
export const sendingPolicies = pgTable("sending_policies", {
  workspaceNo: workspaceNo().primaryKey(),
  capCount: smallint("cap_count"),
  capDays: smallint("cap_days"),
  /** Wall-clock times as `21:00`, in the zone of the person. */
  quietFrom: text("quiet_from"),
  quietTo: text("quiet_to"),
  /** Tags of links in marketing e-mail; null: none. */
  utm: jsonb("utm").$type<UtmPolicy>(),
  updatedAt: updatedAt(),
});

/** How often somebody wants to be written to; read by the permit. Nobody has a row who never chose anything. */
export const contactPreferences = pgTable(
  "contact_preferences",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    pausedUntil: at("paused_until"),
    /** At most this many marketing messages per period; null: as many as are sent. */
    capCount: smallint("cap_count"),
    capPeriod: text("cap_period").$type<CapPeriod>(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.contactNo] })],
);
