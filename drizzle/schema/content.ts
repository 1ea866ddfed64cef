import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import type { ReviewKind, TemplateStatus } from "@/contracts/approvals";
import type { EmailDocument, SnippetBody } from "@/contracts/documents/email";
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
    /** The state of the current version; moves along TEMPLATE_TRANSITIONS only. */
    status: text("status").$type<TemplateStatus>().notNull().default("draft"),
    /** The version campaigns begin with; null: none is approved, they begin with the current one. */
    approvedVersion: integer("approved_version"),
    isDemo: integer("is_demo").notNull().default(0),
    archivedAt: at("archived_at"),
    createdBy: text("created_by"),
    /** The topic campaigns take over when they begin with this template. */
    topicId: uuid("topic_id"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.templateNo] }),
    unique("templates_id").on(t.workspaceNo, t.id),
    check("templates_archived", sql`(${t.status} = 'archived') = (${t.archivedAt} is not null)`),
    index("templates_updated").on(t.workspaceNo, sql`${t.updatedAt} desc`),
  ],
);

/** A document never changes: saving writes a new version, restoring copies an old one to the top. */
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
    /** Since when campaigns may use it where only approved content may be sent. */
    approvedAt: at("approved_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.templateNo, t.version] })],
);

/** What was said about versions, and every step of their approval. Only `resolved_at` changes. */
export const templateReviewEntries = pgTable(
  "template_review_entries",
  {
    workspaceNo: workspaceNo(),
    templateNo: integer("template_no").notNull(),
    entryNo: integer("entry_no").notNull(),
    id: publicUuid(),
    version: integer("version").notNull(),
    kind: text("kind").$type<ReviewKind>().notNull(),
    text: text("text").notNull(),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    createdAt: createdAt(),
    resolvedAt: at("resolved_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.templateNo, t.entryNo] }),
    unique("template_review_entries_id").on(t.workspaceNo, t.id),
  ],
);

/** Without a row the workspace asks nothing of its content. */
export const contentPolicies = pgTable("content_policies", {
  workspaceNo: workspaceNo().primaryKey(),
  requiresApproval: boolean("requires_approval").notNull(),
  updatedAt: updatedAt(),
});

/** A piece of content other e-mails include by its key, which never changes. */
export const snippets = pgTable(
  "snippets",
  {
    workspaceNo: workspaceNo(),
    snippetNo: integer("snippet_no").notNull(),
    id: publicUuid(),
    key: text("key").notNull(),
    name: text("name").notNull(),
    currentVersion: integer("current_version").notNull(),
    isDemo: integer("is_demo").notNull().default(0),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.snippetNo] }),
    unique("snippets_id").on(t.workspaceNo, t.id),
    unique("snippets_key").on(t.workspaceNo, t.key),
  ],
);

/** Immutable, as versions of templates are. */
export const snippetVersions = pgTable(
  "snippet_versions",
  {
    workspaceNo: workspaceNo(),
    snippetNo: integer("snippet_no").notNull(),
    version: integer("version").notNull(),
    body: jsonb("body").$type<SnippetBody>().notNull(),
    note: text("note"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.snippetNo, t.version] })],
);
