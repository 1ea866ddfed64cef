/**
 * Tables of the embedded job engine (schema `wf`). Written only by server/engine, except `inbox`, into which
 * platform/outbox.ts inserts in the caller's transaction. Engine-internal: no tenant rows, no row level security;
 * events carry ids only. There are no foreign keys on purpose: every engine write locks the run row first.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

export const wf = pgSchema("wf");

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 6 });
const rowId = (name: string) => bigint(name, { mode: "number" }).generatedAlwaysAsIdentity();

/** Outbox of the application and inbox of the engine: a committed row is a promise that its functions will run. */
export const engineInbox = wf.table(
  "inbox",
  {
    seq: rowId("seq").primaryKey(),
    /** Event id; inserting the same id again within the retention (24 h) must do nothing: use onConflictDoNothing. */
    id: text("id").notNull().default(sql`gen_random_uuid()::text`),
    name: text("name").notNull(),
    data: json("data").$type<Record<string, unknown>>().notNull().default({}),
    /** When the run shall start; null means at once. */
    ts: instant("ts"),
    workspaceNo: integer("workspace_no"),
    created: instant("created").notNull().default(sql`clock_timestamp()`),
    routed: instant("routed"),
    error: text("error"),
  },
  (t) => [
    uniqueIndex("inbox_id").on(t.id),
    index("inbox_waiting").on(t.seq).where(sql`routed is null`),
    index("inbox_created").on(t.created),
  ],
);

export const engineRun = wf.table(
  "run",
  {
    id: text("id").primaryKey(),
    fn: text("fn").notNull(),
    /** running (queued, executing or waiting) | completed | failed | cancelled */
    status: text("status").notNull().default("running"),
    events: json("events").notNull(),
    /** Step ids that must finish before the function body is called again. */
    pending: text("pending").array().notNull().default([]),
    /** Step ids of which each one that finishes calls the body again (group.parallel race). */
    racing: text("racing").array().notNull().default([]),
    correlation: text("correlation"),
    parent: text("parent"),
    single: text("single"),
    ckeys: text("ckeys").array(),
    climits: integer("climits").array(),
    output: json("output"),
    error: json("error"),
    appVersion: text("app_version"),
    created: instant("created").notNull().default(sql`clock_timestamp()`),
    started: instant("started"),
    ended: instant("ended"),
  },
  (t) => [
    uniqueIndex("run_single").on(t.single).where(sql`status = 'running'`),
    index("run_status").on(t.status, t.id),
    index("run_ended").on(t.ended).where(sql`ended is not null`),
  ],
);

/** Memoised step results: insert-only; `seq` is the completion order the SDK replays promises in. */
export const engineStep = wf.table(
  "step",
  {
    run: text("run").notNull(),
    id: text("id").notNull(),
    seq: rowId("seq"),
    name: text("name"),
    /** {data} or {error} */
    data: json("data").notNull(),
    attempts: integer("attempts").notNull().default(1),
    durationMs: integer("duration_ms"),
    created: instant("created").notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.run, t.id] })],
);

export const engineJob = wf.table(
  "job",
  {
    id: rowId("id").primaryKey(),
    key: text("key"),
    /** main | step | sleep | timeout | deadline | start | cron | batch | debounce */
    kind: text("kind").notNull(),
    /** '' executes freely, '!' is a timer, anything else is the first concurrency key. */
    lane: text("lane").notNull().default(""),
    run: text("run"),
    fn: text("fn").notNull(),
    step: text("step"),
    /** Run-at and lease expiry in one: an expired lease is simply due again. */
    due: instant("due").notNull().default(sql`clock_timestamp()`),
    attempt: integer("attempt").notNull().default(0),
    /** Fence: incremented by every claim; a write carrying an older value matches no row. */
    gen: integer("gen").notNull().default(0),
    running: boolean("running").notNull().default(false),
    /** Someone asked for another call while this one was queued or executing. */
    again: boolean("again").notNull().default(false),
    crashes: integer("crashes").notNull().default(0),
    ckeys: text("ckeys").array(),
    climits: integer("climits").array(),
    payload: json("payload"),
    error: text("error"),
    created: instant("created").notNull().default(sql`clock_timestamp()`),
  },
  (t) => [
    uniqueIndex("job_key").on(t.key),
    index("job_due").on(t.lane, t.due),
    index("job_run").on(t.run).where(sql`run is not null`),
    index("job_running").on(t.due).where(sql`running`),
  ],
);

/** Waiting runs (wait, invoke) and cancellation rules; deleting the row decides the race between event and timeout. */
export const enginePause = wf.table(
  "pause",
  {
    id: rowId("id").primaryKey(),
    run: text("run").notNull(),
    step: text("step"),
    /** wait | cancel | invoke */
    kind: text("kind").notNull(),
    event: text("event").notNull().default(""),
    /** `async.<eqpath> == <eqval>` taken out of the expression, so that a match is one index probe; '' = none. */
    eqpath: text("eqpath").notNull().default(""),
    eqval: text("eqval").notNull().default(""),
    expr: text("expr"),
    correlation: text("correlation"),
    /** A cancellation rule sees only events later than the one that started the run. */
    afterSeq: bigint("after_seq", { mode: "number" }).notNull().default(0),
    created: instant("created").notNull().default(sql`clock_timestamp()`),
    expires: instant("expires"),
  },
  (t) => [
    index("pause_match").on(t.event, t.eqpath, t.eqval),
    index("pause_run").on(t.run, t.step),
    uniqueIndex("pause_correlation").on(t.correlation),
  ],
);

/** Which equality paths exist per event name: bounded by the code, never cleaned. */
export const enginePausePath = wf.table(
  "pause_path",
  { event: text("event").notNull(), eqpath: text("eqpath").notNull() },
  (t) => [primaryKey({ columns: [t.event, t.eqpath] })],
);

/** Events collected for batchEvents. */
export const engineBatch = wf.table(
  "batch",
  {
    id: rowId("id").primaryKey(),
    key: text("key").notNull(),
    fn: text("fn").notNull(),
    event: json("event").notNull(),
    created: instant("created").notNull().default(sql`clock_timestamp()`),
  },
  (t) => [index("batch_key").on(t.key, t.id)],
);

/** GCRA state of rateLimit, idempotency and throttle: theoretical arrival time per key. */
export const engineBucket = wf.table("bucket", {
  key: text("key").primaryKey(),
  tat: instant("tat").notNull(),
});
