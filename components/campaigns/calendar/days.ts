import type { QuietHours } from "@/contracts/sending-policy";
import { localToInstant, toLocal } from "@/contracts/zoned-time";

const DAY_MS = 86_400_000;
const DAYS_IN_MONTH_VIEW = 42;

/** Days are `2026-11-25`, counted in UTC so that no clock change can shorten one. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

export const weekOf = (day: string): string[] => Array.from({ length: 7 }, (_, n) => addDays(mondayOf(day), n));

/** The six weeks that show a whole month. */
export const monthOf = (day: string): string[] =>
  Array.from({ length: DAYS_IN_MONTH_VIEW }, (_, n) => addDays(mondayOf(`${day.slice(0, 7)}-01`), n));

/** The same day of another month, or its last. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The instants between which days lie, in a zone. */
export const boundsOf = (days: readonly string[], timeZone: string): { from: string; to: string } => {
  const start = (day: string) => localToInstant(`${day}T00:00`, timeZone) ?? `${day}T00:00:00.000Z`;
  return { from: start(days[0] ?? ""), to: start(addDays(days.at(-1) ?? "", 1)) };
};

/** The same time of day on another day, or another hour with the minutes kept; null for what is no time. */
export function movedTo(at: string, timeZone: string, day: string, hour: number | null = null): string | null {
  const clock = toLocal(at, timeZone).slice(11);
  return localToInstant(
    `${day}T${hour === null ? clock : `${String(hour).padStart(2, "0")}:${clock.slice(3)}`}`,
    timeZone,
  );
}

/** Whether marketing mail waits through the whole of an hour of the day. */
export function isQuietHour(hour: number, quiet: QuietHours | null): boolean {
  if (!quiet) return false;
  const [start, end] = [`${String(hour).padStart(2, "0")}:00`, `${String(hour).padStart(2, "0")}:59`];
  const isQuiet = (clock: string) =>
    quiet.from < quiet.to ? clock >= quiet.from && clock < quiet.to : clock >= quiet.from || clock < quiet.to;
  return isQuiet(start) && isQuiet(end);
}

/** How full a day is against the fullest shown, in four steps; 0 for none. */
export const pressureOf = (people: number, most: number): 0 | 1 | 2 | 3 | 4 =>
  people === 0 || most === 0 ? 0 : (Math.ceil((people / most) * 4) as 1 | 2 | 3 | 4);
