import { z } from "zod";
import { nextTimes, recurrenceInWords, recurrenceSchema } from "./recurrence";
import { localToInstant, toLocal } from "./zoned-time";

/** A zone of the tz database this runtime knows. */
export const timeZoneSchema = z.string().max(64).refine(isTimeZone, "Choose a time zone such as Europe/Berlin.");

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** People whose clock is past the time already: they get it at once, or a day later at that time. */
export const PAST_CHOICES = ["now", "next_day"] as const;
/** Whom each occurrence goes to: whoever matches then, or only people the first one went to. */
export const SERIES_AUDIENCES = ["each_time", "first"] as const;
/** What becomes of occurrences this machine slept through: the latest is sent late, or none is. */
export const MISSED_CHOICES = ["latest", "skip"] as const;
/** An occurrence that starts this much late counts as missed. */
export const LATE_AFTER_MINUTES = 60;

export const campaignScheduleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  /** `at` is an instant (ISO 8601 with offset); `timeZone` is how people typed it. */
  z.object({ kind: z.literal("at"), at: z.iso.datetime({ offset: true }), timeZone: z.string().max(64) }),
  /** At this time on the clock of each person. Whose zone is not known has the workspace's. */
  z.object({
    kind: z.literal("local"),
    local: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "Write a date and time such as 2026-12-01T09:00."),
    past: z.enum(PAST_CHOICES).default("next_day"),
  }),
  z.object({
    kind: z.literal("recurring"),
    recurrence: recurrenceSchema,
    timeZone: timeZoneSchema,
    atLocalTime: z.boolean().default(false),
    audience: z.enum(SERIES_AUDIENCES).default("each_time"),
    missed: z.enum(MISSED_CHOICES).default("latest"),
  }),
]);
export type CampaignSchedule = z.infer<typeof campaignScheduleSchema>;
export type LocalSchedule = Extract<CampaignSchedule, { kind: "local" }>;
export type RecurringSchedule = Extract<CampaignSchedule, { kind: "recurring" }>;

/** A campaign that starts others is never sent itself: its numbers are theirs. */
export const isSeries = (schedule: CampaignSchedule): schedule is RecurringSchedule => schedule.kind === "recurring";

/** When the clocks of these zones first show a local time: nobody gets it earlier. Pure. */
export const firstRelease = (local: string, zones: readonly string[]): Date | null => {
  const instants = zones.filter(isTimeZone).flatMap((zone) => localToInstant(local, zone) ?? []);
  return instants.length === 0 ? null : new Date(Math.min(...instants.map((at) => Date.parse(at))));
};

export type Occurrence = { at: string; dueAt: Date };

/**
 * The next occurrences of a series after one (or after a moment), with when each has to be started: at local time that is
 * as soon as the first of the zones in use gets there. Pure.
 */
export function occurrencesAfter(
  schedule: RecurringSchedule,
  after: Date,
  zones: readonly string[],
  count: number,
): Occurrence[] {
  return nextTimes(schedule.recurrence, schedule.timeZone, after, count).map((at) => ({
    at,
    dueAt: schedule.atLocalTime
      ? (firstRelease(toLocal(at, schedule.timeZone), [...zones, schedule.timeZone]) ?? new Date(at))
      : new Date(at),
  }));
}

/** “Thu, 26 Nov 2026, 09:00”: one way to write an instant where the server makes the sentence. */
export const instantInWords = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(new Date(at));

/** A schedule as people read it, in the zone of the workspace. */
export function scheduleInWords(schedule: CampaignSchedule, timeZone: string): string {
  switch (schedule.kind) {
    case "now":
      return "As soon as it is sent";
    case "at":
      return instantInWords(schedule.at, timeZone);
    case "local":
      return `${instantInWords(`${schedule.local}:00Z`, "UTC")} on each person's clock`;
    case "recurring": {
      const { recurrence, atLocalTime } = schedule;
      const clock = atLocalTime ? "on each person's clock" : `(${schedule.timeZone})`;
      return `${recurrenceInWords(recurrence)} ${clock}`;
    }
  }
}
