import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { ImportConsent, ImportCounts, ImportMapping, ImportStatus } from "@/contracts/contacts";
import { at, createdAt, publicUuid, workspaceNo } from "./columns";

// Written by: server/imports.

/** One CSV import: the file stays in DATA_DIR until it is done, progress is committed with each batch. */
export const imports = pgTable(
  "imports",
  {
    workspaceNo: workspaceNo(),
    importNo: integer("import_no").notNull(),
    id: publicUuid(),
    fileName: text("file_name").notNull(),
    /** Storage key below DATA_DIR/imports, random; never the name the client gave. */
    storageKey: text("storage_key").notNull(),
    byteSize: bigint("byte_size", { mode: "number" }).notNull(),
    status: text("status").$type<ImportStatus>().notNull(),
    /** Headings of the file, for the error file after the file itself is gone. */
    columns: jsonb("columns").$type<string[]>().notNull().default([]),
    mapping: jsonb("mapping").$type<ImportMapping>(),
    consent: jsonb("consent").$type<ImportConsent>(),
    counts: jsonb("counts").$type<ImportCounts>().notNull(),
    /** Data rows settled so far: a restart continues behind them. */
    rowsDone: bigint("rows_done", { mode: "number" }).notNull().default(0),
    bytesDone: bigint("bytes_done", { mode: "number" }).notNull().default(0),
    problem: text("problem"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.importNo] }), unique("imports_id").on(t.workspaceNo, t.id)],
);

export const importProblems = pgTable(
  "import_problems",
  {
    workspaceNo: workspaceNo(),
    importNo: integer("import_no").notNull(),
    /** Line in the file, the header being line 1. */
    line: bigint("line", { mode: "number" }).notNull(),
    column: text("column"),
    code: text("code").notNull(),
    problem: text("problem").notNull(),
    fix: text("fix").notNull(),
    row: jsonb("row").$type<string[]>(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.importNo, t.line, t.code] })],
);

/** Who was made or changed by which import; for the timeline of a person. */
export const importContacts = pgTable(
  "import_contacts",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    importNo: integer("import_no").notNull(),
    isNew: boolean("is_new").notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.contactNo, t.importNo] })],
);
