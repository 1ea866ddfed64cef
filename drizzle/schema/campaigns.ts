import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { CampaignAudience, CampaignContent, CampaignSchedule, CampaignStatus } from "@/contracts/campaigns";
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
    providerNo: integer("provider_no"),
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
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.campaignNo] }),
    unique("campaigns_id").on(t.workspaceNo, t.id),
    index("campaigns_created").on(t.workspaceNo, sql`${t.createdAt} desc`, sql`${t.id} desc`),
    index("campaigns_run").on(t.workspaceNo, t.runNo),
  ],
);
