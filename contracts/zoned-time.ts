const MINUTE = 60_000;
const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what using it does. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formats.set(timeZone, made);
  return made;
}

/** Wall-clock parts of an instant in a zone as `2026-05-14T09:30`: what a datetime-local input holds. */
export function toLocal(instant: string, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "00";
  return `${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

/**
 * The instant of a wall-clock time in a zone, as ISO 8601 UTC; null for text that is no date. A time that a clock change
 * skips becomes the next minute there is; one that happens twice is the first.
 */
export function localToInstant(local: string, timeZone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  const wanted = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wanted)) return null;
  const wallClock = (utc: number) => Date.parse(`${toLocal(new Date(utc).toISOString(), timeZone)}:00Z`);
  const candidates = [wanted - DAY, wanted + DAY]
    .map((near) => wanted - (wallClock(near) - near))
    .sort((a, b) => a - b);
  const [early = wanted, late = wanted] = candidates;
  const exact = candidates.find((utc) => wallClock(utc) === wanted);
  if (exact !== undefined) return new Date(exact).toISOString();
  // The clock jumps over it between the two: the first minute that shows a later time is the one after the jump.
  let [before, after] = [early - MINUTE, late];
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (wallClock(middle) >= wanted) after = middle;
    else before = middle;
  }
  return new Date(after).toISOString();
}
