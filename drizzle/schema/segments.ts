import { sql } from "drizzle-orm";
import { bigint, bigserial, date, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { Condition } from "@/contracts/documents/condition";
import type { SegmentStatus, SegmentType } from "@/contracts/segments";
import type { NamedKind } from "@/contracts/vocabulary";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/segments.

export const segments = pgTable(
  "segments",
  {
    workspaceNo: workspaceNo(),
    segmentNo: integer("segment_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    description: text("description"),
    /** dynamic: its rule decides. static: a list kept by hand, whose rule is "is in this segment". */
    type: text("type").$type<SegmentType>().notNull().default("dynamic"),
    condition: jsonb("condition").$type<Condition>().notNull(),
    status: text("status").$type<SegmentStatus>().notNull().default("active"),
    /** Edits bump it; a refresh writes only against the version it evaluated. */
    version: integer("version").notNull().default(1),
    memberCount: bigint("member_count", { mode: "number" }),
    refreshState: text("refresh_state")
      .$type<"never" | "queued" | "running" | "done" | "failed">()
      .notNull()
      .default("never"),
    queuedAt: at("queued_at"),
    refreshedAt: at("refreshed_at"),
    refreshMs: integer("refresh_ms"),
    refreshProblem: text("refresh_problem"),
    /** Five-field cron in `refreshZone`; null: only on demand. */
    refreshCron: text("refresh_cron"),
    refreshZone: text("refresh_zone").notNull().default("UTC"),
    nextRefreshAt: at("next_refresh_at"),
    isDemo: integer("is_demo").notNull().default(0),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.segmentNo] }),
    unique("segments_id").on(t.workspaceNo, t.id),
    index("segments_created").on(t.workspaceNo, sql`${t.createdAt} desc`, t.id),
    index("segments_due").on(t.nextRefreshAt).where(sql`${t.status} = 'active' and ${t.refreshCron} is not null`),
  ],
);

/** Current members. Contact first: a batch of contacts touches neighbouring pages (data.md §3.5). */
export const segmentMembers = pgTable(
  "segment_members",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    segmentNo: integer("segment_no").notNull(),
    enteredAt: at("entered_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.contactNo, t.segmentNo] }),
    index("segment_members_by_segment").on(t.workspaceNo, t.segmentNo, t.contactNo),
  ],
);

/** One row per finished membership, written at exit. */
export const segmentHistory = pgTable(
  "segment_history",
  {
    workspaceNo: workspaceNo(),
    historyNo: bigserial("history_no", { mode: "number" }).notNull(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    segmentNo: integer("segment_no").notNull(),
    enteredAt: at("entered_at").notNull(),
    exitedAt: at("exited_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.historyNo] }),
    index("segment_history_contact_exited").on(t.workspaceNo, t.contactNo, t.exitedAt, t.historyNo),
    index("segment_history_contact_entered").on(t.workspaceNo, t.contactNo, t.enteredAt, t.historyNo),
    index("segment_history_segment").on(t.workspaceNo, t.segmentNo, t.exitedAt),
  ],
);

/** What the rule of a segment names, kept by the commands that save rules: used-by, cycles and refresh order without parsing. */
export const segmentReferences = pgTable(
  "segment_references",
  {
    workspaceNo: workspaceNo(),
    segmentNo: integer("segment_no").notNull(),
    kind: text("kind").$type<NamedKind>().notNull(),
    /** Field key, or public id of anything else. */
    named: text("named").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.segmentNo, t.kind, t.named] }),
    index("segment_references_named").on(t.workspaceNo, t.kind, t.named),
  ],
);

/** Members at the last change of each UTC day; days without one are left out. */
export const segmentSizes = pgTable(
  "segment_sizes",
  {
    workspaceNo: workspaceNo(),
    segmentNo: integer("segment_no").notNull(),
    day: date("day").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.segmentNo, t.day] })],
);
