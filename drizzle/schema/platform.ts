import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import type { ChainFault } from "@/contracts/chain";
import { at, bytes, createdAt, workspaceNo } from "./columns";

// Written by: server/platform only.

/** Hands out numbers per workspace and kind (contact, segment, …); see platform/numbers.ts. */
export const workspaceCounters = pgTable(
  "workspace_counters",
  { workspaceNo: workspaceNo(), kind: text("kind").notNull(), last: bigint("last", { mode: "number" }).notNull() },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.kind] })],
);

/**
 * The columns of a hash-chained table (drizzle/chain.ts): position in the workspace's chain without gaps, hash of the
 * row before, and SHA-256 over both that hash and the row. A trigger fills them; what an insert says is ignored.
 */
export const chained = () => ({
  chainNo: bigint("chain_no", { mode: "number" }).notNull().default(0),
  prevHash: bytes("prev_hash").notNull().default(sql`''::bytea`),
  hash: bytes("hash").notNull().default(sql`''::bytea`),
});

/** The end of each chain, so that a missing tail is noticed, and what the last check of it found. */
export const chainHeads = pgTable(
  "chain_heads",
  {
    workspaceNo: workspaceNo(),
    /** Name of the chained table. */
    chain: text("chain").notNull(),
    lastNo: bigint("last_no", { mode: "number" }).notNull(),
    lastHash: bytes("last_hash").notNull(),
    checkedAt: at("checked_at"),
    /** As far as the last clean check reached: a chain rebuilt since then has another hash there. */
    checkedNo: bigint("checked_no", { mode: "number" }),
    checkedHash: bytes("checked_hash"),
    fault: jsonb("fault").$type<ChainFault>(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.chain] })],
);

/** Append-only: who did what to which thing, written in the transaction of the command itself; the rows are hash-chained. */
export const auditLog = pgTable(
  "audit_log",
  {
    workspaceNo: workspaceNo(),
    ...chained(),
    id: uuid("id").notNull(),
    at: at("at").notNull(),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    action: text("action").notNull(),
    entityType: text("entity_type").notNull(),
    entityId: text("entity_id"),
    changes: jsonb("changes").$type<Record<string, unknown>>(),
    traceId: text("trace_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.chainNo] }),
    index("audit_log_entity").on(t.workspaceNo, t.entityType, t.entityId, t.chainNo),
  ],
);

/** Answers of POST/PATCH requests that carried an Idempotency-Key, kept 24 h. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    workspaceNo: workspaceNo(),
    key: text("key").notNull(),
    route: text("route").notNull(),
    requestHash: text("request_hash").notNull(),
    status: smallint("status"),
    body: jsonb("body"),
    lockedUntil: at("locked_until").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.key, t.route] }), index("idempotency_keys_created").on(t.createdAt)],
);

/** Token-bucket windows, one row per key (`api:<workspace>`, `login:<address hash>`). Not tenant data: keys carry no address. */
export const rateLimits = pgTable(
  "rate_limits",
  { key: text("key").primaryKey(), points: integer("points").notNull(), expireAt: at("expire_at").notNull() },
  (t) => [index("rate_limits_expire").on(t.expireAt)],
);
