import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { Condition } from "@/contracts/documents/condition";
import type {
  BulkAction,
  BulkOutcome,
  BulkSkip,
  BulkStatus,
  BulkUndone,
  ExportFormat,
  ExportOptions,
  ExportStatus,
  RecipientSelection,
  SavedView,
  Selection,
  ViewColumn,
  ViewScope,
} from "@/contracts/people";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/people.

export const savedViews = pgTable(
  "saved_views",
  {
    workspaceNo: workspaceNo(),
    viewNo: integer("view_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    scope: text("scope").$type<ViewScope>().notNull(),
    /** Member or API key; private views are theirs alone. */
    ownerId: text("owner_id").notNull(),
    filter: jsonb("filter").$type<Condition>().notNull(),
    q: text("q").notNull().default(""),
    columns: jsonb("columns").$type<ViewColumn[]>().notNull(),
    sort: jsonb("sort").$type<SavedView["sort"]>().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.viewNo] }), unique("saved_views_id").on(t.workspaceNo, t.id)],
);

/** The view that opens first, per person. */
export const savedViewDefaults = pgTable(
  "saved_view_defaults",
  {
    workspaceNo: workspaceNo(),
    ownerId: text("owner_id").notNull(),
    viewNo: integer("view_no").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.ownerId] })],
);

const people = (name: string) => bigint(name, { mode: "number" });

/** One change of many people. Its counters are committed with each batch and equal the rows below. */
export const bulkJobs = pgTable(
  "bulk_jobs",
  {
    workspaceNo: workspaceNo(),
    jobNo: integer("job_no").notNull(),
    id: publicUuid(),
    action: jsonb("action").$type<BulkAction>().notNull(),
    selection: jsonb("selection").$type<Selection>().notNull(),
    status: text("status").$type<BulkStatus>().notNull(),
    /** What the caller was shown; deleting refuses to take more. */
    expected: people("expected"),
    people: people("people"),
    changed: people("changed").notNull().default(0),
    already: people("already").notNull().default(0),
    skipped: people("skipped").notNull().default(0),
    restored: people("restored").notNull().default(0),
    leftAlone: people("left_alone").notNull().default(0),
    /** Contact number behind which the next batch starts. */
    cursorNo: people("cursor_no").notNull().default(0),
    problem: text("problem"),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    createdAt: createdAt(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.jobNo] }), unique("bulk_jobs_id").on(t.workspaceNo, t.id)],
);

/** What a job did to each person, and what it needs to give back. Forgotten with the job's way back. */
export const bulkJobRows = pgTable(
  "bulk_job_rows",
  {
    workspaceNo: workspaceNo(),
    jobNo: integer("job_no").notNull(),
    contactNo: people("contact_no").notNull(),
    outcome: text("outcome").$type<BulkOutcome>().notNull().default("pending"),
    skip: text("skip").$type<BulkSkip>(),
    /** Tag numbers added or taken, the field's former value, or the id of who was deleted. */
    before: jsonb("before").$type<unknown>(),
    undone: text("undone").$type<BulkUndone>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.jobNo, t.contactNo] }),
    index("bulk_job_rows_outcome").on(t.workspaceNo, t.jobNo, t.outcome, t.contactNo),
  ],
);

/** One file of contacts; it lies in DATA_DIR/exports until it expires. */
export const exports = pgTable(
  "exports",
  {
    workspaceNo: workspaceNo(),
    exportNo: integer("export_no").notNull(),
    id: publicUuid(),
    format: text("format").$type<ExportFormat>().notNull(),
    selection: jsonb("selection").$type<Selection | RecipientSelection>().notNull(),
    columns: jsonb("columns").$type<string[]>().notNull(),
    options: jsonb("options").$type<ExportOptions>().notNull(),
    /** Whether whoever asked may see addresses; otherwise they are masked in the file. */
    seesPii: integer("sees_pii").notNull(),
    status: text("status").$type<ExportStatus>().notNull(),
    people: people("people"),
    rows: people("rows").notNull().default(0),
    byteSize: people("byte_size"),
    /** Name of the file below DATA_DIR/exports: random, made anew by each attempt. */
    storageKey: text("storage_key"),
    fileName: text("file_name").notNull(),
    problem: text("problem"),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    createdAt: createdAt(),
    finishedAt: at("finished_at"),
    expiresAt: at("expires_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.exportNo] }), unique("exports_id").on(t.workspaceNo, t.id)],
);
