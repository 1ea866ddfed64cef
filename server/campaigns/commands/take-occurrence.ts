import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import {
  type CampaignSchedule,
  isSeries,
  occurrencesAfter,
  type RecurringSchedule,
} from "@/contracts/campaign-schedule";
import type { OccurrenceOutcome } from "@/contracts/campaigns";
import { idOf, publicId } from "@/contracts/ids";
import { toLocal } from "@/contracts/zoned-time";
import { campaignOccurrences, campaigns } from "@/drizzle/schema/campaigns";
import { defineCommand, none } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { copyCampaign } from "../copy";
import { type CampaignRow, loadCampaign, loadCampaignByNo, toCampaign } from "../load";
import { nextAhead } from "../rules/due-at";
import { type Decided, decideOccurrences } from "../rules/occurrences";
import { nameForSlot } from "../rules/send-again";
import { scheduledEvent } from "../scheduled-event";

/** As many occurrences as one may sleep through before the rest is left out without a line of its own. */
const MOST_AT_ONCE = 400;

/**
 * A series wakes: the occurrence that is due becomes a campaign of its own, those slept through are written down as
 * missed, and the series waits for the next, or is complete. The key of the occurrence lets each start once.
 */
export const takeOccurrence = defineCommand({
  name: "campaign.take-occurrence",
  permission: "campaign:launch",
  input: z.object({ campaignNo: z.number().int(), version: z.number().int(), zones: z.array(z.string()) }),
  async run(ctx, { campaignNo, version, zones }, tx) {
    const series = await loadCampaignByNo(tx, ctx.workspaceNo, campaignNo);
    const { schedule, dueAt, occurrenceAt } = series;
    if (series.status !== "scheduled" || series.version !== version || !isSeries(schedule) || !dueAt || !occurrenceAt)
      return { result: { outcome: "superseded" }, audit: none("moved on meanwhile"), events: [] };
    const following = occurrencesAfter(schedule, occurrenceAt, zones, MOST_AT_ONCE);
    const decided = decideOccurrences(schedule.missed, { at: occurrenceAt.toISOString(), dueAt }, following, ctx.now);
    const isCutOff = decided.next === null && following.length === MOST_AT_ONCE;
    const next = isCutOff ? nextAhead(schedule, ctx.now, zones, []) : decided.next;
    const moved = await moveOn(tx, ctx, series, next);
    for (const { at } of decided.missed) await noteOccurrence(tx, ctx, series, at, "missed");
    const child = decided.start ? await startOccurrence(tx, ctx, series, schedule, decided.start) : null;
    return {
      result: { outcome: child ? "started" : decided.start ? "decided before" : "missed" },
      audit: {
        action: "campaign.take-occurrence",
        entityType: "campaign",
        entityId: publicId("campaign", series.id),
        changes: {
          started: child ? publicId("campaign", child.id) : null,
          missed: decided.missed.map(({ at }) => at),
          next: next?.at ?? null,
        },
      },
      events: [...scheduledEvent(child), ...scheduledEvent(moved)],
    };
  },
});

/** Leaves the next occurrence out, if it is still the one the member saw. */
export const skipOccurrence = defineCommand({
  name: "campaign.skip-occurrence",
  permission: "campaign:launch",
  input: z.object({
    campaignId: idOf("campaign"),
    at: z.iso.datetime({ offset: true }),
    zones: z.array(z.string()),
  }),
  async run(ctx, { campaignId, at, zones }, tx) {
    const series = await loadCampaign(tx, ctx.workspaceNo, campaignId);
    const { schedule, occurrenceAt } = series;
    if (series.status !== "scheduled" || !isSeries(schedule) || !occurrenceAt)
      throw new AppError("CONFLICT", "Only a campaign that repeats and is scheduled has a next time to skip.", {
        status: series.status,
      });
    if (occurrenceAt.getTime() !== Date.parse(at))
      throw new AppError("CONFLICT", "The next time is another one by now. Reload and look again.", {
        reason: "CHANGED",
      });
    const [next] = occurrencesAfter(schedule, occurrenceAt, zones, 1);
    const moved = await moveOn(tx, ctx, series, next ?? null);
    await noteOccurrence(tx, ctx, series, at, "skipped");
    return {
      result: toCampaign(moved),
      audit: {
        action: "campaign.skip-occurrence",
        entityType: "campaign",
        entityId: publicId("campaign", series.id),
        changes: { skipped: at, next: next?.at ?? null },
      },
      events: scheduledEvent(moved),
    };
  },
});

/** The series waits for another occurrence, or is complete. A compare-and-swap like every edge. */
async function moveOn(tx: Tx, ctx: Ctx, series: CampaignRow, next: Decided["next"]): Promise<CampaignRow> {
  const [row] = await tx
    .update(campaigns)
    .set({
      ...(next
        ? { dueAt: next.dueAt, occurrenceAt: new Date(next.at) }
        : { status: "completed", dueAt: null, occurrenceAt: null, finishedAt: ctx.now }),
      version: sql`${campaigns.version} + 1`,
      updatedAt: ctx.now,
    })
    .where(
      and(
        eq(campaigns.workspaceNo, series.workspaceNo),
        eq(campaigns.campaignNo, series.campaignNo),
        eq(campaigns.status, "scheduled"),
        eq(campaigns.version, series.version),
      ),
    )
    .returning();
  if (!row)
    throw new AppError("CONFLICT", "Someone else just changed this campaign. Reload and try again.", {
      reason: "CHANGED",
    });
  return row;
}

/** Writes down what becomes of an occurrence; false when that was decided before, which then stands. */
async function noteOccurrence(
  tx: Tx,
  ctx: Ctx,
  series: CampaignRow,
  at: string,
  outcome: OccurrenceOutcome,
): Promise<boolean> {
  const noted = await tx
    .insert(campaignOccurrences)
    .values({
      workspaceNo: series.workspaceNo,
      seriesNo: series.campaignNo,
      occurrenceAt: new Date(at),
      decidedAt: ctx.now,
      byName: ctx.actor.type === "member" ? ctx.actor.name : null,
      outcome,
    })
    .onConflictDoNothing()
    .returning();
  return noted.length > 0;
}

/** The occurrence as a campaign of its own; null when it was started or left out before. */
async function startOccurrence(
  tx: Tx,
  ctx: Ctx,
  series: CampaignRow,
  schedule: RecurringSchedule,
  { at, dueAt }: { at: string; dueAt: Date },
): Promise<CampaignRow | null> {
  if (!(await noteOccurrence(tx, ctx, series, at, "started"))) return null;
  const own: CampaignSchedule = schedule.atLocalTime
    ? { kind: "local", local: toLocal(at, schedule.timeZone), past: "now" }
    : { kind: "at", at, timeZone: schedule.timeZone };
  const child = await copyCampaign(tx, ctx, series, {
    name: nameForSlot(series.name, at, schedule.timeZone),
    schedule: own,
    status: "scheduled",
    dueAt,
    seriesNo: series.campaignNo,
    occurrenceAt: new Date(at),
    isDemo: series.isDemo,
    approvedHash: series.approvedHash,
  });
  await tx
    .update(campaignOccurrences)
    .set({ campaignNo: child.campaignNo })
    .where(
      and(
        eq(campaignOccurrences.workspaceNo, series.workspaceNo),
        eq(campaignOccurrences.seriesNo, series.campaignNo),
        eq(campaignOccurrences.occurrenceAt, new Date(at)),
      ),
    );
  return child;
}
