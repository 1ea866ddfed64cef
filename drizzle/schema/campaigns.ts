import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { ReviewKind } from "@/contracts/approvals";
import type {
  CampaignAudience,
  CampaignContent,
  CampaignDefinition,
  CampaignSchedule,
  CampaignStatus,
  OccurrenceOutcome,
  VERSION_CAUSES,
} from "@/contracts/campaigns";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/campaigns.

export const campaigns = pgTable(
  "campaigns",
  {
    workspaceNo: workspaceNo(),
    campaignNo: integer("campaign_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    status: text("status").$type<CampaignStatus>().notNull(),
    /** Every change bumps it; every edge of the state machine compares it (features.md §4.2). */
    version: integer("version").notNull().default(1),
    audience: jsonb("audience").$type<CampaignAudience>().notNull(),
    content: jsonb("content").$type<CampaignContent>().notNull(),
    schedule: jsonb("schedule").$type<CampaignSchedule>().notNull(),
    /** When a scheduled campaign is launched, or was to be; what `schedule` says, worked out. */
    dueAt: at("due_at"),
    /** How many would have received it when it was scheduled: what the calendar shows until it has gone. */
    plannedPeople: integer("planned_people"),
    /** The series this is an occurrence of. */
    seriesNo: integer("series_no"),
    /** Of an occurrence, which one it is; of a series, the next. */
    occurrenceAt: at("occurrence_at"),
    providerNo: integer("provider_no"),
    /** Words to find it by; no part of what is sent, so changing them is no new version. */
    tags: text("tags").array().notNull().default(sql`'{}'`),
    /** The send run of the launch (delivery), once there is one. */
    runNo: integer("run_no"),
    /** Frozen at launch: the condition that chose the audience. */
    frozenAudience: jsonb("frozen_audience").$type<Record<string, unknown>>(),
    isDemo: integer("is_demo").notNull().default(0),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    launchedAt: at("launched_at"),
    finishedAt: at("finished_at"),
    archivedAt: at("archived_at"),
    /** What was approved (server/campaigns/review.ts); another hash is no approval. */
    approvedHash: text("approved_hash"),
    archivedFrom: text("archived_from").$type<CampaignStatus>(),
    /** Why the last scheduled launch was refused, until the next one. */
    problem: text("problem"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.campaignNo] }),
    unique("campaigns_id").on(t.workspaceNo, t.id),
    index("campaigns_created").on(t.workspaceNo, sql`${t.createdAt} desc`, sql`${t.id} desc`),
    index("campaigns_run").on(t.workspaceNo, t.runNo),
    index("campaigns_due").on(t.workspaceNo, t.dueAt).where(sql`${t.status} = 'scheduled'`),
    unique("campaigns_occurrence").on(t.workspaceNo, t.seriesNo, t.occurrenceAt),
  ],
);

/** The definition as it was at a version. Edits of one person within a few minutes are one version. */
export const campaignVersions = pgTable(
  "campaign_versions",
  {
    workspaceNo: workspaceNo(),
    campaignNo: integer("campaign_no").notNull(),
    version: integer("version").notNull(),
    beganAt: at("began_at").notNull(),
    at: at("at").notNull(),
    byId: text("by_id"),
    byName: text("by_name").notNull(),
    cause: text("cause").$type<(typeof VERSION_CAUSES)[number]>().notNull(),
    definition: jsonb("definition").$type<CampaignDefinition>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.campaignNo, t.version] })],
);

/** What became of each occurrence of a series; its key is what makes one start once, whoever wakes how often. */
export const campaignOccurrences = pgTable(
  "campaign_occurrences",
  {
    workspaceNo: workspaceNo(),
    seriesNo: integer("series_no").notNull(),
    occurrenceAt: at("occurrence_at").notNull(),
    outcome: text("outcome").$type<OccurrenceOutcome>().notNull(),
    campaignNo: integer("campaign_no"),
    decidedAt: at("decided_at").notNull(),
    byName: text("by_name"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.seriesNo, t.occurrenceAt] })],
);

/** The conversation about campaigns and the steps of their approval. Append-only. */
export const campaignReviewEntries = pgTable(
  "campaign_review_entries",
  {
    workspaceNo: workspaceNo(),
    entryNo: integer("entry_no").notNull(),
    id: publicUuid(),
    campaignNo: integer("campaign_no").notNull(),
    version: integer("version").notNull(),
    kind: text("kind").$type<ReviewKind>().notNull(),
    text: text("text").notNull(),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.entryNo] }),
    index("campaign_review_entries_campaign").on(t.workspaceNo, t.campaignNo, sql`${t.entryNo} desc`),
  ],
);

export const campaignPolicies = pgTable("campaign_policies", {
  workspaceNo: workspaceNo().primaryKey(),
  requiresApproval: boolean("requires_approval").notNull(),
  updatedAt: at("updated_at").notNull(),
});
