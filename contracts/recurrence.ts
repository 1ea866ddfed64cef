import { z } from "zod";
import { localToInstant, toLocal } from "./zoned-time";

/** Monday first, as calendars of most readers have it; 1 to 7 as ISO 8601 counts them. */
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time of day such as 09:00.");
const every = z.number().int().min(1, "Every 1 at least.").max(52, "At most every 52.");

/**
 * When something comes again, on the clock of one zone. A day a month does not have is its last day. `cron` has five
 * fields: minute, hour, day of the month, month, day of the week (0 or 7 is Sunday).
 */
export const recurrenceRuleSchema = z.discriminatedUnion("freq", [
  z.object({ freq: z.literal("daily"), every, time: clockSchema }),
  z.object({
    freq: z.literal("weekly"),
    every,
    on: z.array(z.number().int().min(1).max(7)).min(1, "Choose at least one day of the week.").max(7),
    time: clockSchema,
  }),
  z.object({ freq: z.literal("monthly"), every, day: z.number().int().min(1).max(31), time: clockSchema }),
  z.object({
    freq: z.literal("cron"),
    cron: z
      .string()
      .trim()
      .max(120)
      .superRefine((text, context) => {
        const read = readCron(text);
        if (!read.ok) context.addIssue({ code: "custom", message: read.problem });
      }),
  }),
]);
export type RecurrenceRule = z.infer<typeof recurrenceRuleSchema>;

export const recurrenceSchema = z.object({
  rule: recurrenceRuleSchema,
  /** The first day it counts from, `2026-12-01`: what “every second week” is counted from. */
  from: z.iso.date("Write a date such as 2026-12-01."),
  /** The last day on which it may come, by the same clock; null: until somebody stops it. */
  until: z.iso.date("Write a date such as 2026-12-31.").nullable(),
});
export type Recurrence = z.infer<typeof recurrenceSchema>;

const DAY_MS = 86_400_000;
/** A rule that finds no day within these years never comes (31 February by cron). */
const SEARCH_DAYS = 5 * 366;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);
/** 1970-01-01 was a Thursday. */
const weekdayOf = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;

/**
 * The next `count` times after an instant, as ISO instants in their order, each once. A time a clock change skips is the
 * next minute there is; one that comes twice is its first. Pure.
 */
export function nextTimes({ rule, from, until }: Recurrence, timeZone: string, after: Date, count: number): string[] {
  const cron = rule.freq === "cron" ? readCron(rule.cron) : null;
  if (cron && !cron.ok) return [];
  const start = dayNumber(from);
  const last = until === null ? Number.POSITIVE_INFINITY : dayNumber(until);
  const first = Math.max(start, dayNumber(toLocal(after.toISOString(), timeZone).slice(0, 10)) - 1);
  const found: string[] = [];
  for (let day = first; day <= last && day < first + SEARCH_DAYS && found.length < count; day += 1) {
    const times = cron ? cron.timesOn(dayOf(day)) : isOn(rule, day, start) && rule.freq !== "cron" ? [rule.time] : [];
    const instants = times.flatMap((time) => localToInstant(`${dayOf(day)}T${time}`, timeZone) ?? []);
    for (const at of [...new Set(instants)].sort())
      if (Date.parse(at) > after.getTime() && !found.includes(at) && found.length < count) found.push(at);
  }
  return found;
}

function isOn(rule: RecurrenceRule, day: number, start: number): boolean {
  switch (rule.freq) {
    case "daily":
      return (day - start) % rule.every === 0;
    case "weekly": {
      const weekOf = (number: number) => Math.floor((number + 3) / 7);
      return rule.on.includes(weekdayOf(day)) && (weekOf(day) - weekOf(start)) % rule.every === 0;
    }
    case "monthly": {
      const date = new Date(day * DAY_MS);
      const monthOf = (value: Date) => value.getUTCFullYear() * 12 + value.getUTCMonth();
      const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
      const isMonth = (monthOf(date) - monthOf(new Date(start * DAY_MS))) % rule.every === 0;
      return isMonth && date.getUTCDate() === Math.min(rule.day, lastDay);
    }
    case "cron":
      return false;
  }
}

type Cron = { ok: true; timesOn: (day: string) => string[] } | { ok: false; problem: string };

const FIELDS = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of the month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12 },
  { name: "day of the week", min: 0, max: 7 },
] as const;

/** More sends to the same people than this in one day is a slip of the pen. */
const MOST_PER_DAY = 24;

/** Five fields of numbers, ranges, lists and steps. As in cron, a day fits when either day field that is given does. */
export function readCron(text: string): Cron {
  const words = text.trim().split(/\s+/);
  if (words.length !== 5)
    return { ok: false, problem: "Write five fields: minute, hour, day of the month, month, day of the week." };
  const sets: Set<number>[] = [];
  for (const [at, field] of FIELDS.entries()) {
    const set = readField(words[at] ?? "", field.min, field.max);
    if (!set)
      return { ok: false, problem: `The ${field.name} takes ${field.min} to ${field.max}, not “${words[at]}”.` };
    sets.push(set);
  }
  const [minutes, hours, days, months, weekdays] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  if (minutes.size * hours.size > MOST_PER_DAY)
    return {
      ok: false,
      problem: `That is ${minutes.size * hours.size} times a day; at most ${MOST_PER_DAY} are allowed.`,
    };
  const [anyDay, anyWeekday] = [words[2] === "*", words[4] === "*"];
  const pad = (value: number) => String(value).padStart(2, "0");
  const times = [...hours].flatMap((hour) => [...minutes].map((minute) => `${pad(hour)}:${pad(minute)}`)).sort();
  return {
    ok: true,
    timesOn: (day) => {
      const date = new Date(`${day}T00:00:00Z`);
      const isWeekday = weekdays.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekdays.has(7));
      const isDay = days.has(date.getUTCDate());
      const fits = anyDay ? isWeekday : anyWeekday ? isDay : isDay || isWeekday;
      return months.has(date.getUTCMonth() + 1) && fits ? times : [];
    },
  };
}

function readField(word: string, min: number, max: number): Set<number> | null {
  const set = new Set<number>();
  for (const part of word.split(",")) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return null;
    const step = match[3] === undefined ? 1 : Number(match[3]);
    const low = match[1] === undefined ? min : Number(match[1]);
    const high =
      match[2] === undefined ? (match[1] === undefined || match[3] !== undefined ? max : low) : Number(match[2]);
    if (low < min || high > max || low > high || step < 1) return null;
    for (let value = low; value <= high; value += step) set.add(value);
  }
  return set.size > 0 ? set : null;
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
const ordinal = (day: number): string => {
  const suffix =
    day % 10 === 1 && day !== 11
      ? "st"
      : day % 10 === 2 && day !== 12
        ? "nd"
        : day % 10 === 3 && day !== 13
          ? "rd"
          : "th";
  return `${day}${suffix}`;
};

/** “Every 2 weeks on Monday and Thursday at 09:00, until 31 December 2026”. */
export function recurrenceInWords({ rule, until }: Recurrence): string {
  const end = until === null ? "" : `, until ${dayInWords(until)}`;
  const times = (word: string, n: number) => (n === 1 ? `Every ${word}` : `Every ${n} ${word}s`);
  switch (rule.freq) {
    case "daily":
      return `${times("day", rule.every)} at ${rule.time}${end}`;
    case "weekly":
      return `${times("week", rule.every)} on ${listed([...rule.on].sort().map((day) => WEEKDAYS[day - 1] ?? ""))} at ${rule.time}${end}`;
    case "monthly":
      return `${times("month", rule.every)} on the ${ordinal(rule.day)} at ${rule.time}${end}`;
    case "cron":
      return `By the cron rule ${rule.cron}${end}`;
  }
}

const dayInWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
