import { expect, it } from "vitest";
import { varied } from "./near-miss";
import { readPastedPeople } from "./pasted-people";
import { filledDays } from "./size-trend";

it("keeps the size of the day before on days without a refresh, and knows nothing before the first", () => {
  const stored = [
    { day: "2026-11-02", size: 5 },
    { day: "2026-11-04", size: 7 },
  ];
  const sizes = (before: number | null) =>
    filledDays(stored, before, "2026-11-01", "2026-11-05").map(({ day, size }) => [day.slice(8), size]);
  expect(sizes(null)).toEqual([
    ["02", 5],
    ["03", 5],
    ["04", 7],
    ["05", 7],
  ]);
  expect(sizes(3)[0]).toEqual(["01", 3]);
});

it("reads addresses, contact ids and external ids out of a pasted list, each once", () => {
  const text = 'Ada <ADA@Example.com>; ada@example.com\tcon_0000000000000000000001\n"x-1", x-1 x-2';
  const { emails, contactIds, externalIds } = readPastedPeople(text);
  expect([emails, contactIds, externalIds]).toEqual([
    ["ada@example.com"],
    ["00000000-0000-0000-0000-000000000001"],
    ["x-1", "x-2"],
  ]);
});

it("shows near misses of as many different rows as there are, the plainest first", () => {
  const misses = [{ rows: [0] }, { rows: [0] }, { rows: [0, 1] }, { rows: [2] }, { rows: [0] }];
  expect(varied(misses, 3).map(({ rows }) => rows)).toEqual([[0], [2], [0, 1]]);
  expect(varied(misses, 9)).toHaveLength(5);
});
