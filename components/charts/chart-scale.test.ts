import { describe, expect, it } from "vitest";
import { labelIndexes, linePath, niceTicks, spreadLabels } from "./chart-scale";

describe("niceTicks", () => {
  it.each([
    [0, 97, [0, 25, 50, 75, 100]],
    [0, 0, [0, 0.25, 0.5, 0.75, 1]],
    [-40, 80, [-50, 0, 50, 100]],
    [0, 0.3, [0, 0.1, 0.2, 0.3]],
    [0, 12_408, [0, 5_000, 10_000, 15_000]],
  ])("encloses %d to %d with round steps and a zero", (min, max, ticks) => {
    expect(niceTicks(min, max)).toEqual(ticks);
  });

  it("starts at zero even when every value is far above it", () => {
    expect(niceTicks(900, 1000)[0]).toBe(0);
  });
});

describe("linePath", () => {
  it("breaks the line where a value is missing instead of drawing a zero", () => {
    expect(linePath([{ x: 0, y: 1 }, { x: 1, y: 2 }, null, { x: 3, y: 4 }])).toBe("M0 1L1 2M3 4");
  });
});

describe("spreadLabels", () => {
  it("keeps every pair of labels at least the gap apart and inside the plot, in their order", () => {
    const wanted = [90, 92, 91, 99];
    const placed = spreadLabels(wanted, 14, 0, 100);
    const sorted = placed.toSorted((a, b) => a - b);
    for (let index = 1; index < sorted.length; index += 1) {
      expect((sorted[index] ?? 0) - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(14);
    }
    expect(Math.max(...placed)).toBeLessThanOrEqual(100);
    expect(placed[0]).toBeLessThan(placed[2] ?? 0);
    expect(placed[2]).toBeLessThan(placed[1] ?? 0);
  });

  it("leaves labels alone that are already apart", () => {
    expect(spreadLabels([80, 10, 40], 14, 0, 100)).toEqual([80, 10, 40]);
  });
});

describe("labelIndexes", () => {
  it.each([
    [3, 6, [0, 1, 2]],
    [31, 4, [0, 10, 20, 30]],
    [0, 4, []],
  ])("of %d points with room for %d keeps the first and the last", (count, room, expected) => {
    expect(labelIndexes(count, room)).toEqual(expected);
  });
});
