import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { isSeries } from "@/contracts/campaign-schedule";
import type { CampaignStatus } from "@/contracts/campaigns";
import { publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { canMove, refusalOf } from "./rules/lifecycle";

export type CampaignRow = typeof campaigns.$inferSelect;

/** The campaign with this id in this workspace, or NOT_FOUND. */
export async function loadCampaign(tx: Tx, workspaceNo: number, id: string): Promise<CampaignRow> {
  const [row] = await tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.workspaceNo, workspaceNo), eq(campaigns.id, id)));
  if (!row) throw notFound("campaign");
  return row;
}

/** The campaign and its run; CONFLICT before the launch. */
export async function loadRunOf(
  tx: Tx,
  workspaceNo: number,
  id: string,
): Promise<{ campaign: CampaignRow; runNo: number }> {
  const campaign = await loadCampaign(tx, workspaceNo, id);
  if (campaign.runNo === null)
    throw new AppError("CONFLICT", "This campaign has not been launched yet, so there is nothing to report.");
  return { campaign, runNo: campaign.runNo };
}

export async function loadCampaignByNo(tx: Tx, workspaceNo: number, campaignNo: number): Promise<CampaignRow> {
  const [row] = await tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.workspaceNo, workspaceNo), eq(campaigns.campaignNo, campaignNo)));
  if (!row) throw notFound("campaign");
  return row;
}

/**
 * One edge of the state machine as a compare-and-swap on status and version. Refuses an edge that does not exist;
 * CONFLICT when somebody else moved the campaign first.
 */
export async function moveCampaign(
  tx: Tx,
  row: CampaignRow,
  to: CampaignStatus,
  verb: string,
  set: Partial<typeof campaigns.$inferInsert> = {},
): Promise<CampaignRow> {
  if (!canMove(row.status, to))
    throw new AppError("CONFLICT", refusalOf(row.status, verb), {
      reason: to === "preparing" ? "ALREADY_LAUNCHED" : "WRONG_STATUS",
      status: row.status,
    });
  const [moved] = await tx
    .update(campaigns)
    .set({ ...set, status: to, version: sql`${campaigns.version} + 1`, updatedAt: sql`now()` })
    .where(
      and(
        eq(campaigns.workspaceNo, row.workspaceNo),
        eq(campaigns.campaignNo, row.campaignNo),
        eq(campaigns.status, row.status),
        eq(campaigns.version, row.version),
      ),
    )
    .returning();
  if (!moved)
    throw new AppError("CONFLICT", "Someone else just changed this campaign. Reload and try again.", {
      reason: "CHANGED",
    });
  return moved;
}

export type Campaign = ReturnType<typeof toCampaign>;

/** The campaign as it leaves the server: public ids, ISO dates, no numbers. */
export function toCampaign(row: CampaignRow) {
  return {
    id: publicId("campaign", row.id),
    name: row.name,
    status: row.status,
    version: row.version,
    channels: ["email"] as const,
    delivery: isSeries(row.schedule) ? ("recurring" as const) : ("one_time" as const),
    audience: {
      include: row.audience.include.map((id) => publicId("segment", id)),
      exclude: row.audience.exclude.map((id) => publicId("segment", id)),
      condition: row.audience.condition ?? null,
    },
    content: {
      ...row.content,
      templateId: row.content.templateId ? publicId("template", row.content.templateId) : null,
      topicId: row.content.topicId ? publicId("topic", row.content.topicId) : null,
    },
    schedule: row.schedule,
    /** When it is launched, while it is scheduled. */
    dueAt: row.status === "scheduled" ? (row.dueAt?.toISOString() ?? null) : null,
    /** Of an occurrence of a series, which one; of a series, the next. */
    occurrenceAt: row.occurrenceAt?.toISOString() ?? null,
    isOccurrence: row.seriesNo !== null,
    tags: row.tags,
    /** Why the last scheduled launch was refused. */
    problem: row.problem,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    launchedAt: row.launchedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    isDemo: row.isDemo === 1,
    hasRun: row.runNo !== null,
  };
}

/** The campaign a send run belongs to, or null for runs of other kinds. */
export async function loadCampaignByRun(tx: Tx, workspaceNo: number, runNo: number): Promise<CampaignRow | null> {
  const [row] = await tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.workspaceNo, workspaceNo), eq(campaigns.runNo, runNo)));
  return row ?? null;
}
