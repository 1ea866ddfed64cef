/** Wall-clock parts of an instant in a zone as `2026-05-14T09:30`: what a datetime-local input holds. */
export function toLocal(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "00";
  return `${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

/**
 * The instant of a wall-clock time in a zone, as ISO 8601 UTC; null for text that is no date. A time that a clock change
 * skips becomes the same number of minutes later; one that happens twice is the first.
 */
export function localToInstant(local: string, timeZone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  const wanted = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wanted)) return null;
  const offsetAt = (utc: number) =>
    Date.parse(`${toLocal(new Date(utc).toISOString(), timeZone)}:00Z`) - Math.floor(utc / 60_000) * 60_000;
  const candidates = [wanted - offsetAt(wanted - 86_400_000), wanted - offsetAt(wanted + 86_400_000)];
  const exact = candidates
    .filter((utc) => toLocal(new Date(utc).toISOString(), timeZone) === local)
    .sort((a, b) => a - b)[0];
  return new Date(exact ?? Math.max(...candidates)).toISOString();
}
