import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type {
  ImportConsent,
  ImportCounts,
  ImportMapping,
  ImportStatus,
  ImportUndoCounts,
  UndoReason,
  UndoStatus,
} from "@/contracts/imports";
import { at, createdAt, publicUuid, workspaceNo } from "./columns";

// Written by: server/imports.

/** How far the way back is; everybody up to `cursorNo` is settled. */
export type StoredUndo = {
  status: UndoStatus;
  people: number;
  counts: ImportUndoCounts;
  cursorNo: number;
  problem: string | null;
  createdAt: string;
  finishedAt: string | null;
};

/** What an import did to somebody, as much as its way back needs: each field with its value before and after. */
export type UndoStep = {
  columns?: Record<string, [before: string | null, after: string | null]>;
  attributes?: Record<string, [before: unknown, after: unknown]>;
  /** Numbers of the tags it gave, and of the list it put them on. */
  tags?: number[];
  list?: number;
};

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
    /** Where it is fetched from; forgotten once it is here, because such an address may hold a password. */
    sourceUrl: text("source_url"),
    /** 0 while it is fetched and its length is not known. */
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
    undo: jsonb("undo").$type<StoredUndo>(),
    /** When the former values of its people were forgotten: from then on there is no way back. */
    undoForgottenAt: at("undo_forgotten_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.importNo] }),
    unique("imports_id").on(t.workspaceNo, t.id),
    index("imports_undoable").on(t.finishedAt).where(sql`${t.undoForgottenAt} is null`),
  ],
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

/** Who was made or changed by which import: for the timeline of a person, and for the way back. */
export const importContacts = pgTable(
  "import_contacts",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    importNo: integer("import_no").notNull(),
    isNew: boolean("is_new").notNull(),
    at: at("at").notNull(),
    /** Null when there is nothing to say beyond `isNew`, and once the way back is closed. */
    steps: jsonb("steps").$type<UndoStep[]>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.contactNo, t.importNo] }),
    index("import_contacts_import").on(t.workspaceNo, t.importNo, t.contactNo),
  ],
);

/** Whom an undo left alone, wholly or in part, and why. */
export const importUndoPeople = pgTable(
  "import_undo_people",
  {
    workspaceNo: workspaceNo(),
    importNo: integer("import_no").notNull(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    outcome: text("outcome").$type<"partly" | "kept">().notNull(),
    reason: text("reason").$type<UndoReason>().notNull(),
    fields: jsonb("fields").$type<string[]>().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.importNo, t.contactNo] })],
);

/** How files with these headings were mapped last. */
export const importMappings = pgTable(
  "import_mappings",
  {
    workspaceNo: workspaceNo(),
    /** SHA-256 of the headings, in their order. */
    headingsKey: text("headings_key").notNull(),
    mapping: jsonb("mapping").$type<ImportMapping>().notNull(),
    usedAt: at("used_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.headingsKey] })],
);
