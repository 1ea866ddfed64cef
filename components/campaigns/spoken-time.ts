import { localToInstant, toLocal } from "@/contracts/zoned-time";

export type SpokenTime = { ok: true; at: string } | { ok: false; problem: string };

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NAMED_TIMES: Record<string, string> = { noon: "12:00", midday: "12:00", midnight: "00:00" };

const WEEKDAY = /^(?:(next|this|on)\s+)?(sun|mon|tue|wed|thu|fri|sat)(?:day|s|sday|nesday|rs|rsday|urday)?$/;
const EXAMPLES = "Try “tomorrow 9”, “next Tue 8:30”, “in 2 hours” or “5 Dec 14:00”.";
const refuse = (problem: string): SpokenTime => ({ ok: false, problem });

/** Days as `2026-11-25`, counted in UTC so that no clock change can shorten one. */
const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const pad = (value: number): string => String(value).padStart(2, "0");

/** `09:30` of “9:30”, “9.30”, “9”, “9 pm”, “noon”; null for what is no time of day. */
function timeOf(text: string): string | null {
  const named = NAMED_TIMES[text];
  if (named) return named;
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/.exec(text);
  if (!match) return null;
  const [, written, minutes = "00", half] = match;
  const hour = Number(written);
  if (Number(minutes) > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null;
  const inDay = half ? (hour % 12) + (half === "pm" ? 12 : 0) : hour;
  return `${pad(inDay)}:${minutes}`;
}

/** The day in front of the time, as days to come in their order: the first whose moment lies ahead is meant. */
function daysOf(text: string, today: string): string[] | null {
  if (text === "") return [today, addDays(today, 1)];
  if (text === "today" || text === "tonight") return [today];
  if (text === "tomorrow" || text === "tmrw") return [addDays(today, 1)];
  const inDays = /^in (\d{1,3}) (day|week)s?$/.exec(text);
  if (inDays) return [addDays(today, Number(inDays[1]) * (inDays[2] === "week" ? 7 : 1))];
  const weekday = WEEKDAY.exec(text);
  if (weekday) return daysOfWeekday(WEEKDAYS.indexOf(weekday[2] ?? ""), weekday[1] === "next", today);
  return daysOfDate(text, today);
}

/** “Tue” is the first Tuesday still to come; “next Tue” is the one of next week, whose first day is Monday. */
function daysOfWeekday(wanted: number, isNext: boolean, today: string): string[] {
  const now = new Date(`${today}T00:00:00Z`).getUTCDay();
  if (isNext) return [addDays(today, 7 - ((now + 6) % 7) + ((wanted + 6) % 7))];
  const ahead = (wanted - now + 7) % 7;
  return [addDays(today, ahead), addDays(today, ahead + 7)];
}

function daysOfDate(text: string, today: string): string[] | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso) return existing([text]);
  const match =
    /^(?:on )?(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?(?:,? (\d{4}))?$/.exec(text) ??
    /^(?:on )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/.exec(text);
  if (!match) return null;
  const [first = "", second = ""] = [match[1], match[2]];
  const [number, name] = /^\d/.test(first) ? [first, second] : [second, first];
  const month = MONTHS.findIndex((short) => name.startsWith(short));
  if (month < 0) return null;
  const dayIn = (year: number) => `${year}-${pad(month + 1)}-${pad(Number(number))}`;
  if (match[3]) return existing([dayIn(Number(match[3]))]);
  const year = Number(today.slice(0, 4));
  return existing([dayIn(year), dayIn(year + 1)]);
}

/** Without days like 31 June, which Date would move to July. */
function existing(days: string[]): string[] | null {
  const real = days.filter((day) => {
    const at = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  });
  return real.length > 0 ? real : null;
}

/** Every way to part the words into a day and, behind it, a time; the longest time first. */
function splits(text: string): [day: string, time: string][] {
  const words = text.split(" ");
  return [2, 1]
    .filter((count) => words.length >= count)
    .map((count) => [
      words
        .slice(0, -count)
        .join(" ")
        .replace(/ at$|^at$/, ""),
      words.slice(-count).join(" "),
    ]);
}

/**
 * What somebody typed as a moment, in the workspace's zone: a pure reading, so it can be shown back as a full date before
 * it counts. A time of day that a clock change skips becomes the next minute there is; one that comes twice is the first.
 */
export function readSpokenTime(typed: string, now: Date, timeZone: string): SpokenTime {
  const text = typed.trim().toLowerCase().replace(/,/g, " ").replace(/\s+/g, " ");
  if (text === "") return refuse(`Say when. ${EXAMPLES}`);
  const relative = /^in (\d{1,4}) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/.exec(text);
  if (relative) {
    const unit = (relative[2] ?? "").charAt(0);
    if (unit === "m" || unit === "h") return ahead(now.getTime() + Number(relative[1]) * (UNIT_MS[unit] ?? 0), now);
    // Days and weeks keep the time of day on the clock, whatever the clock change in between.
    const [today = "", clock = ""] = toLocal(now.toISOString(), timeZone).split("T");
    const day = addDays(today, Number(relative[1]) * (unit === "w" ? 7 : 1));
    return ahead(Date.parse(localToInstant(`${day}T${clock}`, timeZone) ?? ""), now);
  }
  const today = toLocal(now.toISOString(), timeZone).slice(0, 10);
  for (const [day, clock] of splits(text)) {
    const time = timeOf(clock);
    const days = time === null ? null : daysOf(day, today);
    if (days) return firstAhead(days, time ?? "", now, timeZone);
  }
  return daysOf(text, today)
    ? refuse("Add a time of day, as in “tomorrow 9” or “fri 14:00”.")
    : refuse(`“${typed.trim()}” is no time we can read. ${EXAMPLES}`);
}

function firstAhead(days: string[], time: string, now: Date, timeZone: string): SpokenTime {
  const moments = days.map((day) => Date.parse(localToInstant(`${day}T${time}`, timeZone) ?? ""));
  return ahead(moments.find((at) => at > now.getTime()) ?? moments[0] ?? Number.NaN, now);
}

function ahead(at: number, now: Date): SpokenTime {
  if (Number.isNaN(at)) return refuse(`This is no date. ${EXAMPLES}`);
  if (at <= now.getTime()) return refuse("This time has passed. Choose a later one.");
  return { ok: true, at: new Date(Math.floor(at / 60_000) * 60_000).toISOString() };
}
