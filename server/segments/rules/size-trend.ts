import type { SegmentSize } from "@/contracts/segments";

/** A size for every day from the first known one on: a day without a refresh keeps the size of the day before. */
export function filledDays(
  stored: readonly SegmentSize[],
  before: number | null,
  from: string,
  until: string,
): SegmentSize[] {
  const sizes = new Map(stored.map(({ day, size }) => [day, size]));
  const days: SegmentSize[] = [];
  let size = before;
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${until}T00:00:00Z`); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    size = sizes.get(day) ?? size;
    if (size !== null) days.push({ day, size });
  }
  return days;
}
