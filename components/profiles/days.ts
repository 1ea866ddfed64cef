type Dated = { at: string };

const dayName = (zone: string) =>
  new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone });

/** Entries under the days they fall on in one zone, in the order they come. */
export function byDay<T extends Dated>(entries: readonly T[], zone: string): { day: string; entries: T[] }[] {
  const format = dayName(zone);
  const days: { day: string; entries: T[] }[] = [];
  const known = new Map<string, T[]>();
  for (const entry of entries) {
    const day = format.format(new Date(entry.at));
    const list = known.get(day) ?? [];
    if (list.length === 0) {
      known.set(day, list);
      days.push({ day, entries: list });
    }
    list.push(entry);
  }
  return days;
}

/** The instant a day ("2026-11-25") is over in a zone, also across a change of clocks. */
export function endOfDay(day: string, zone: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  // Twice, because the offset at the guess may not be the one at the answer.
  let instant = next.getTime();
  for (let i = 0; i < 2; i += 1) instant = next.getTime() - offsetAt(instant, zone);
  return new Date(instant).toISOString();
}

function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const at = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return wall - Math.floor(instant / 1000) * 1000;
}
