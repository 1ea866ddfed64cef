import "server-only";
import { and, desc, eq, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { CALENDAR_MAX_DAYS, type CalendarItem, type CampaignCalendar } from "@/contracts/campaign-calendar";
import { isSeries } from "@/contracts/campaign-schedule";
import { publicId } from "@/contracts/ids";
import { nextTimes } from "@/contracts/recurrence";
import { localToInstant } from "@/contracts/zoned-time";
import { workspaces } from "@/drizzle/schema/access";
import { campaigns } from "@/drizzle/schema/campaigns";
import { sendingPolicyOf } from "@/server/consent";
import { peopleOfRuns } from "@/server/delivery";
import { defineQuery } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import type { CampaignRow } from "../load";
import { canEdit } from "../rules/lifecycle";

const MOST = 500;
const DAY_MS = 86_400_000;

/** Everything that went out or goes out between two moments, by time; series are drawn ahead by their rule. */
export const getCampaignCalendar = defineQuery({
  name: "campaign.calendar",
  permission: "campaign:read",
  input: z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }),
  async run(ctx, input, tx): Promise<CampaignCalendar> {
    const [from, to] = [new Date(input.from), new Date(input.to)];
    if (to <= from || to.getTime() - from.getTime() > (CALENDAR_MAX_DAYS + 1) * DAY_MS)
      throw new AppError("VALIDATION_ERROR", `to: Ask for at most ${CALENDAR_MAX_DAYS} days after from.`, {
        field: "to",
        reason: "too far",
      });
    const [workspace] = await tx
      .select({ timeZone: workspaces.timeZone })
      .from(workspaces)
      .where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    const timeZone = workspace?.timeZone ?? "UTC";
    // Local wall-clock times lie within a day of their instant, so the window is a day wider for them.
    const within = (moment: ReturnType<typeof sql>) =>
      sql`${moment} >= ${from.toISOString()}::timestamptz - interval '1 day' and ${moment} < ${to.toISOString()}::timestamptz + interval '1 day'`;
    const rows = await tx
      .select()
      .from(campaigns)
      .where(
        and(
          eq(campaigns.workspaceNo, ctx.workspaceNo),
          // What left stays on its day in the archive too.
          or(
            within(sql`${campaigns.launchedAt}`),
            and(eq(campaigns.status, "scheduled"), or(within(sql`${campaigns.dueAt}`), repeats)),
            and(isNull(campaigns.launchedAt), eq(campaigns.status, "draft"), within(drafted)),
          ),
        ),
      )
      // When there are too many, the newest are shown.
      .orderBy(desc(campaigns.campaignNo))
      .limit(MOST + 1);
    const shown = rows.slice(0, MOST);
    const people = await peopleOfRuns(
      tx,
      ctx.workspaceNo,
      shown.flatMap((row) => row.runNo ?? []),
    );
    const items = shown
      .flatMap((row) =>
        itemsOf(row, timeZone, { from, to }, row.runNo === null ? null : (people.get(row.runNo) ?? null)),
      )
      .filter(({ at }) => Date.parse(at) >= from.getTime() && Date.parse(at) < to.getTime())
      .toSorted((a, b) => a.at.localeCompare(b.at) || a.name.localeCompare(b.name));
    const { quietHours } = await sendingPolicyOf(tx, ctx.workspaceNo);
    return { items: items.slice(0, MOST), quietHours, isCut: rows.length > MOST || items.length > MOST };
  },
});

const repeats = sql`${campaigns.schedule} ->> 'kind' = 'recurring'`;
/** The time written in a draft; a local one is compared as UTC. */
const drafted = sql`case ${campaigns.schedule} ->> 'kind'
  when 'at' then (${campaigns.schedule} ->> 'at')::timestamptz
  when 'local' then (${campaigns.schedule} ->> 'local')::timestamp at time zone 'UTC' end`;

function itemsOf(
  row: CampaignRow,
  timeZone: string,
  { from, to }: { from: Date; to: Date },
  people: number | null,
): CalendarItem[] {
  const { schedule } = row;
  const base = {
    campaignId: publicId("campaign", row.id),
    name: row.name,
    status: row.status,
    version: row.version,
    kind: "campaign" as const,
    atLocalTime: schedule.kind === "local" || (schedule.kind === "recurring" && schedule.atLocalTime),
    canMove: canEdit(row.status) && (schedule.kind === "at" || schedule.kind === "local"),
    people: row.launchedAt === null ? row.plannedPeople : people,
  };
  if (row.status === "scheduled" && isSeries(schedule)) {
    if (!row.occurrenceAt) return [];
    const after = new Date(Math.max(row.occurrenceAt.getTime(), from.getTime()) - 1);
    return nextTimes(schedule.recurrence, schedule.timeZone, after, MOST)
      .filter((at) => Date.parse(at) < to.getTime())
      .map((at) => ({ ...base, at, kind: "to_come" as const }));
  }
  const at = momentOf(row, timeZone);
  return at ? [{ ...base, at }] : [];
}

/** When it left; before that, when it is to: at local time, when the workspace's clock gets there. */
function momentOf({ launchedAt, schedule, dueAt }: CampaignRow, timeZone: string): string | null {
  if (schedule.kind === "local") return localToInstant(schedule.local, timeZone);
  if (launchedAt) return launchedAt.toISOString();
  if (dueAt) return dueAt.toISOString();
  return schedule.kind === "at" ? new Date(schedule.at).toISOString() : null;
}
