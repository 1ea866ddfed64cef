import {
  type CampaignSchedule,
  firstRelease,
  type Occurrence,
  occurrencesAfter,
  type RecurringSchedule,
} from "@/contracts/campaign-schedule";
import { UNDO_SECONDS } from "@/contracts/campaigns";

/** When it is launched, and of a series which occurrence that starts. */
export type Plan = { dueAt: Date; occurrenceAt: Date | null };

/** How far ahead a rule is looked at for an occurrence that is not due already: more than a day's worth at local time. */
const LOOK_AHEAD = 60;

/**
 * When a campaign with this schedule is launched if it is sent now; null when its rule has no time ahead. `zones` are
 * those of the workspace and its people; `decided` are occurrences of this series that were started or left out already.
 * Pure.
 */
export function planOf(
  schedule: CampaignSchedule,
  now: Date,
  zones: readonly string[],
  decided: readonly Date[] = [],
): Plan | null {
  const soon = new Date(now.getTime() + UNDO_SECONDS * 1000);
  switch (schedule.kind) {
    case "now":
      return { dueAt: soon, occurrenceAt: null };
    case "at":
      return { dueAt: new Date(schedule.at), occurrenceAt: null };
    case "local": {
      const first = firstRelease(schedule.local, zones);
      return first && { dueAt: first.getTime() < soon.getTime() ? soon : first, occurrenceAt: null };
    }
    case "recurring": {
      const next = nextAhead(schedule, now, zones, decided);
      return next ? { dueAt: next.dueAt, occurrenceAt: new Date(next.at) } : null;
    }
  }
}

/** The first occurrence that is not due yet and not decided. Pure. */
export function nextAhead(
  schedule: RecurringSchedule,
  now: Date,
  zones: readonly string[],
  decided: readonly Date[],
): Occurrence | null {
  const isDecided = (at: string) => decided.some((one) => one.getTime() === Date.parse(at));
  const ahead = occurrencesAfter(schedule, now, zones, LOOK_AHEAD + decided.length);
  return ahead.find(({ at, dueAt }) => dueAt > now && !isDecided(at)) ?? null;
}
