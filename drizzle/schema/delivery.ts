import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
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
import type { FrozenContent, RunBrake, SendRunKind, SendRunState } from "@/contracts/delivery";
import { at, createdAt, publicUuid, workspaceNo } from "./columns";

// Written by: server/delivery. Shapes and figures: data.md §4.

/** One sending of one frozen content to one audience: a campaign run, a test send, later a journey step. */
export const sendRuns = pgTable(
  "send_runs",
  {
    workspaceNo: workspaceNo(),
    runNo: integer("run_no").notNull(),
    id: publicUuid(),
    kind: text("kind").$type<SendRunKind>().notNull(),
    /** What asked for it, e.g. the campaign's number. */
    sourceNo: integer("source_no"),
    /** One launch, one run: asking again with the same key finds the run that is there. */
    launchKey: text("launch_key").notNull(),
    state: text("state").$type<SendRunState>().notNull(),
    providerNo: integer("provider_no").notNull(),
    /** The run whose unknown messages a member chose to send again with this one. */
    againOf: integer("again_of"),
    content: jsonb("content").$type<FrozenContent>().notNull(),
    /** Set once by the audience statement; null means the audience is not materialised yet. */
    audienceAt: at("audience_at"),
    audienceCount: bigint("audience_count", { mode: "number" }),
    queuedCount: bigint("queued_count", { mode: "number" }),
    firstAcceptedAt: at("first_accepted_at"),
    finishedAt: at("finished_at"),
    /** Why the run was held by itself (wrong password, closed account), in words for people. */
    problem: text("problem"),
    /** Nothing of it is claimed before this time (a limit, the warm-up plan, a provider that does not answer), and why. */
    waitUntil: at("wait_until"),
    waitReason: text("wait_reason"),
    /** What bounces and complaints led to: warned, halted, or halted and let go on by a person. With the numbers in words. */
    brake: text("brake").$type<RunBrake>(),
    brakeNote: text("brake_note"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.runNo] }),
    unique("send_runs_id").on(t.workspaceNo, t.id),
    unique("send_runs_launch").on(t.workspaceNo, t.kind, t.sourceNo, t.launchKey).nullsNotDistinct(),
    index("send_runs_open").on(t.state).where(sql`${t.finishedAt} is null`),
    index("send_runs_again").on(t.workspaceNo, t.againOf).where(sql`${t.againOf} is not null`),
  ],
);

/**
 * The audience, immutable. batch_no >= 1: to be sent with that batch. batch_no = 0: decided by the audience statement,
 * `skip` says why (contracts/delivery.ts SKIP_CODES). The primary key is the message's identity everywhere.
 */
export const runRecipients = pgTable(
  "run_recipients",
  {
    workspaceNo: workspaceNo(),
    runNo: integer("run_no").notNull(),
    batchNo: integer("batch_no").notNull(),
    seq: integer("seq").notNull(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    skip: smallint("skip"),
    /** Only for test sends: the address typed by the member instead of the contact's own. */
    toAddress: text("to_address"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.runNo, t.batchNo, t.seq] }),
    index("run_recipients_contact").on(t.workspaceNo, t.contactNo, t.runNo),
  ],
);

/** One small row per up to 1,000 recipients carries lease, attempts and counts; recipients are never updated. */
export const sendBatches = pgTable(
  "send_batches",
  {
    workspaceNo: workspaceNo(),
    runNo: integer("run_no").notNull(),
    batchNo: integer("batch_no").notNull(),
    /** 0 waiting, 1 leased, 2 done. */
    state: smallint("state").notNull().default(0),
    owner: uuid("owner"),
    leaseUntil: at("lease_until"),
    attempts: smallint("attempts").notNull().default(0),
    notBefore: at("not_before"),
    /** When it was first given back because of quiet hours, since the run last began; its messages expire by this (rules/quiet-hours.ts). */
    quietSince: at("quiet_since"),
    size: smallint("size").notNull(),
    accepted: smallint("accepted").notNull().default(0),
    skipped: smallint("skipped").notNull().default(0),
    failed: smallint("failed").notNull().default(0),
    unknown: smallint("unknown").notNull().default(0),
    problem: text("problem"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.runNo, t.batchNo] })],
);

/**
 * Members that hold permits, and the one call that carries them. Committed before the call: granted (started_at null,
 * nothing left yet) -> started (the provider may have it) -> settled (every verdict is written). A started row after a
 * crash is either asked again with the same key and members (provider with idempotency keys) or becomes `unknown`.
 */
export const sendChunks = pgTable(
  "send_chunks",
  {
    workspaceNo: workspaceNo(),
    runNo: integer("run_no").notNull(),
    batchNo: integer("batch_no").notNull(),
    chunkNo: smallint("chunk_no").notNull(),
    seqs: integer("seqs").array().notNull(),
    key: text("key").notNull(),
    at: at("at").notNull(),
    startedAt: at("started_at"),
    settledAt: at("settled_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.runNo, t.batchNo, t.chunkNo] })],
);

/** Append-only verdicts, at most one per recipient row. `status`: contracts/delivery.ts DELIVERY_CODES. */
export const deliveries = pgTable(
  "deliveries",
  {
    workspaceNo: workspaceNo(),
    runNo: integer("run_no").notNull(),
    batchNo: integer("batch_no").notNull(),
    seq: integer("seq").notNull(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    at: at("at").notNull(),
    status: smallint("status").notNull(),
    /** Skip code when status is skipped. */
    skip: smallint("skip"),
    providerId: text("provider_id"),
    detail: text("detail"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.runNo, t.batchNo, t.seq] })],
);

/** Later news about a message: delivered, bounced, complained, unknown resolved. Append-only. */
export const deliveryEvents = pgTable(
  "delivery_events",
  {
    workspaceNo: workspaceNo(),
    eventNo: bigserial("event_no", { mode: "number" }).notNull(),
    runNo: integer("run_no").notNull(),
    batchNo: integer("batch_no").notNull(),
    seq: integer("seq").notNull(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    kind: text("kind")
      .$type<
        "delivered" | "delayed" | "bounced" | "complained" | "resolved_accepted" | "resolved_failed" | "sent_again"
      >()
      .notNull(),
    /** For bounces; only soft ones are counted in a row. */
    bounceClass: text("bounce_class").$type<"hard" | "soft" | "message">(),
    at: at("at").notNull(),
    detail: text("detail"),
    source: text("source").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.eventNo] }),
    index("delivery_events_message").on(t.workspaceNo, t.runNo, t.batchNo, t.seq),
  ],
);

/** Raw opens, clicks and unsubscribes, kept as they came, with a verdict and the version of the rule that gave it. */
export const messageHits = pgTable(
  "message_hits",
  {
    workspaceNo: workspaceNo(),
    /** Random id given when the hit was acknowledged: replaying the spool stores it once. */
    hitId: uuid("hit_id").notNull(),
    runNo: integer("run_no").notNull(),
    batchNo: integer("batch_no").notNull(),
    seq: integer("seq").notNull(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    kind: text("kind").$type<"open" | "click" | "unsubscribe">().notNull(),
    linkNo: smallint("link_no"),
    /** How many links the message has: somebody who follows all of them at once is a scanner. */
    linkCount: smallint("link_count"),
    url: text("url"),
    at: at("at").notNull(),
    verdict: text("verdict").$type<"human" | "machine">().notNull(),
    ruleVersion: smallint("rule_version").notNull(),
    /** The request said it was made ahead of time; kept, so that the rules can be asked again. */
    isPrefetch: boolean("is_prefetch").notNull().default(false),
    userAgent: text("user_agent"),
    ip: text("ip"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.hitId] }),
    index("message_hits_message").on(t.workspaceNo, t.runNo, t.batchNo, t.seq),
    index("message_hits_contact").on(t.workspaceNo, t.contactNo, t.at),
  ],
);

/**
 * Messages handed to a provider, counted where a limit asks for it. `scope` and `key`: the provider as a whole (''), a run
 * or a recipient domain by slots of five seconds; the warm-up plan by days. Old slots are forgotten.
 */
export const sendCounts = pgTable(
  "send_counts",
  {
    workspaceNo: workspaceNo(),
    providerNo: integer("provider_no").notNull(),
    scope: text("scope").$type<"provider" | "run" | "domain" | "day">().notNull(),
    key: text("key").notNull(),
    slot: bigint("slot", { mode: "number" }).notNull(),
    used: integer("used").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.providerNo, t.scope, t.key, t.slot] })],
);

/** How a provider has answered lately: batches in a row that could not be handed over, and until when nobody tries. */
export const providerHealth = pgTable(
  "provider_health",
  {
    workspaceNo: workspaceNo(),
    providerNo: integer("provider_no").notNull(),
    failures: integer("failures").notNull().default(0),
    openUntil: at("open_until"),
    lastFailure: text("last_failure"),
    lastFailureAt: at("last_failure_at"),
    recoveredAt: at("recovered_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.providerNo] })],
);
