/** Ticks at 1, 2, 2.5 or 5 times a power of ten that enclose [0, max] or [min, max] when min is below zero. */
export function niceTicks(min: number, max: number, wanted = 4): number[] {
  const low = Math.min(0, min);
  const high = max > low ? max : low + 1;
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  // Counted, not added up: 0.1 added three times is not 0.3.
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** SVG path through the points; a null breaks the line, because a gap in the data is not a zero. */
export function linePath(points: readonly ({ x: number; y: number } | null)[]): string {
  let drawing = false;
  let path = "";
  for (const point of points) {
    if (!point) {
      drawing = false;
      continue;
    }
    path += `${drawing ? "L" : "M"}${round(point.x)} ${round(point.y)}`;
    drawing = true;
  }
  return path;
}

/** Moves labels apart so that none is nearer than `gap` to the next, in their order, inside [top, bottom] where that fits. */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const label of order) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = bottom;
  for (const label of order.toReversed()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const label of order) placed[label.index] = label.y;
  return placed;
}

/** Indexes of at most `room` x labels, evenly spaced, first and last included. */
export function labelIndexes(count: number, room: number): number[] {
  if (count <= 0) return [];
  if (count <= room) return Array.from({ length: count }, (_, index) => index);
  const steps = Math.max(1, room - 1);
  return [...new Set(Array.from({ length: steps + 1 }, (_, index) => Math.round((index * (count - 1)) / steps)))];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
