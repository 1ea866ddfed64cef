import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { EmailDocument } from "@/contracts/documents/email";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/content.

/** A reusable e-mail: either written in the app (blocks or code) or one of the React Email templates in emails/. */
export const templates = pgTable(
  "templates",
  {
    workspaceNo: workspaceNo(),
    templateNo: integer("template_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    currentVersion: integer("current_version").notNull(),
    isDemo: integer("is_demo").notNull().default(0),
    archivedAt: at("archived_at"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.templateNo] }),
    unique("templates_id").on(t.workspaceNo, t.id),
    index("templates_updated").on(t.workspaceNo, sql`${t.updatedAt} desc`),
  ],
);

/** Immutable: saving writes a new version, restoring copies an old one to the top. */
export const templateVersions = pgTable(
  "template_versions",
  {
    workspaceNo: workspaceNo(),
    templateNo: integer("template_no").notNull(),
    version: integer("version").notNull(),
    document: jsonb("document").$type<EmailDocument>().notNull(),
    note: text("note"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.templateNo, t.version] })],
);
