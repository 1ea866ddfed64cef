import {
  bigint,
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { at, createdAt, workspaceNo } from "./columns";

// Written by: server/platform only.

/** Hands out numbers per workspace and kind (contact, segment, …); see platform/numbers.ts. */
export const workspaceCounters = pgTable(
  "workspace_counters",
  { workspaceNo: workspaceNo(), kind: text("kind").notNull(), last: bigint("last", { mode: "number" }).notNull() },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.kind] })],
);

/** Append-only: who did what to which thing, written in the transaction of the command itself. */
export const auditLog = pgTable(
  "audit_log",
  {
    workspaceNo: workspaceNo(),
    auditNo: bigserial("audit_no", { mode: "number" }).notNull(),
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
    primaryKey({ columns: [t.workspaceNo, t.auditNo] }),
    index("audit_log_entity").on(t.workspaceNo, t.entityType, t.entityId, t.auditNo),
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
