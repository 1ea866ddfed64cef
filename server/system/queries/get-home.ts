import "server-only";
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { CampaignStatus } from "@/contracts/campaigns";
import type { HomeCampaign, HomeCounts, HomeOverview } from "@/contracts/home";
import { publicId } from "@/contracts/ids";
import { workspaces } from "@/drizzle/schema/access";
import { campaigns } from "@/drizzle/schema/campaigns";
import { providers } from "@/drizzle/schema/channels";
import { segments } from "@/drizzle/schema/segments";
import { eligibilitySql } from "@/server/consent";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";

const UNDER_WAY: readonly CampaignStatus[] = ["preparing", "active", "paused"];
const SENT: readonly CampaignStatus[] = ["completed", "completed_with_failures", "terminated"];
const SHOWN = 10;

/** What needs the reader: campaigns under way and due, the last result, first steps. */
export const getHomeOverview = defineQuery({
  name: "home.overview",
  permission: "campaign:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<HomeOverview> {
    const read = (where: SQL | undefined, order: SQL, limit: number) =>
      tx
        .select()
        .from(campaigns)
        .where(and(eq(campaigns.workspaceNo, ctx.workspaceNo), where))
        .orderBy(order)
        .limit(limit);
    const within = and(eq(campaigns.status, "scheduled"), sql`${campaigns.dueAt} < now() + interval '7 days'`);
    // Sent together: the connection answers them one after the other, in one round trip.
    const [underWay, approvals, scheduled, [lastSent], [counts], [workspace], firstSteps] = await Promise.all([
      read(inArray(campaigns.status, UNDER_WAY), asc(campaigns.launchedAt), SHOWN),
      allowed(ctx, "campaign:approve")
        ? read(and(eq(campaigns.status, "in_review"), isNull(campaigns.approvedHash)), asc(campaigns.updatedAt), SHOWN)
        : [],
      read(within, sql`${campaigns.dueAt}`, SHOWN),
      read(
        and(inArray(campaigns.status, SENT), isNotNull(campaigns.runNo), isNotNull(campaigns.finishedAt)),
        desc(campaigns.finishedAt),
        1,
      ),
      tx
        .select({
          drafts: sql<number>`count(*) filter (where ${campaigns.status} = 'draft')::int`,
          scheduled: sql<number>`count(*) filter (where ${within})::int`,
        })
        .from(campaigns)
        .where(eq(campaigns.workspaceNo, ctx.workspaceNo)),
      tx
        .select({ demoState: workspaces.demoState })
        .from(workspaces)
        .where(eq(workspaces.workspaceNo, ctx.workspaceNo)),
      readFirstSteps(tx, ctx.workspaceNo),
    ]);
    return {
      at: new Date().toISOString(),
      approvals: approvals.map(toHomeCampaign),
      underWay: underWay.map(toHomeCampaign),
      scheduled: scheduled.map(toHomeCampaign),
      scheduledInAll: counts?.scheduled ?? 0,
      lastSent: lastSent ? toHomeCampaign(lastSent) : null,
      drafts: counts?.drafts ?? 0,
      firstSteps,
      demoState: workspace?.demoState ?? "none",
    };
  },
});

const toHomeCampaign = (row: typeof campaigns.$inferSelect): HomeCampaign => ({
  id: publicId("campaign", row.id),
  name: row.name,
  status: row.status,
  scheduledAt: row.status === "scheduled" ? (row.dueAt?.toISOString() ?? null) : null,
  launchedAt: row.launchedAt?.toISOString() ?? null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** Each step is a fact in the tables. Opening a message in the Local Inbox, or being seen to open it, is "looked". */
async function readFirstSteps(tx: Tx, workspaceNo: number): Promise<HomeOverview["firstSteps"]> {
  const [row] = await tx.execute<HomeOverview["firstSteps"]>(sql`
    select
      exists (select from campaigns where workspace_no = ${workspaceNo} and is_demo = 0 and run_no is not null) as sent,
      exists (select from local_messages where workspace_no = ${workspaceNo} and read_at is not null)
        or exists (select from campaigns c join message_hits h on h.workspace_no = c.workspace_no and h.run_no = c.run_no
                    where c.workspace_no = ${workspaceNo} and c.is_demo = 0) as looked,
      exists (select from contacts where workspace_no = ${workspaceNo} and not is_demo) as people,
      exists (select from providers where workspace_no = ${workspaceNo} and kind <> 'local') as provider`);
  return row ?? { sent: false, looked: false, people: false, provider: false };
}

/** The size of the workspace, counted from its rows; apart from the overview because it reads every contact. */
export const getHomeCounts = defineQuery({
  name: "home.counts",
  permission: "campaign:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<HomeCounts> {
    const [people, inAll] = await Promise.all([
      allowed(ctx, "contact:read") ? countPeople(tx, ctx.workspaceNo) : null,
      allowed(ctx, "segment:read") ? countSegments(tx, ctx.workspaceNo) : null,
    ]);
    return {
      contacts: people?.contacts ?? null,
      demoContacts: people?.demo ?? null,
      reachable: people?.reachable ?? null,
      segments: inAll,
    };
  },
});

/**
 * The rules of the permit decide who is reachable; demo people are while mail goes to the Local Inbox. One pass over the
 * contacts of the workspace, both joins by primary key.
 */
async function countPeople(tx: Tx, workspaceNo: number) {
  const [provider] = await tx
    .select({ kind: providers.kind })
    .from(providers)
    .where(and(eq(providers.workspaceNo, workspaceNo), eq(providers.isDefault, true)));
  const refuseDemo = provider !== undefined && provider.kind !== "local";
  const { joins, reason } = eligibilitySql({ purpose: "marketing", channel: "email", refuseDemo });
  // Straight after an import there are no statistics yet, and a nested loop over everybody takes minutes.
  await tx.execute(sql`set local enable_nestloop = off`);
  const [row] = await tx.execute<{ contacts: number; demo: number; reachable: number }>(sql`
    select count(*)::int as contacts, count(*) filter (where c.is_demo)::int as demo,
           count(*) filter (where ${sql.raw(reason)} is null)::int as reachable
      from contacts c ${sql.raw(joins)} where c.workspace_no = ${workspaceNo}`);
  return row ?? null;
}

async function countSegments(tx: Tx, workspaceNo: number): Promise<number> {
  const [row] = await tx.select({ n: count() }).from(segments).where(eq(segments.workspaceNo, workspaceNo));
  return row?.n ?? 0;
}
