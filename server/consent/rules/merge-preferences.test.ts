import { expect, it } from "vitest";
import type { StoredPreferences } from "@/contracts/merges";
import { mergePreferences } from "./merge-preferences";

const of = (
  pausedUntil: string | null,
  capCount: number | null,
  capPeriod: "week" | "month" | null,
): StoredPreferences => ({
  pausedUntil,
  capCount,
  capPeriod,
});

it.each([
  [null, null, null],
  [of("2026-02-01", 1, "week"), null, of("2026-02-01", 1, "week")],
  [null, of(null, 2, "month"), of(null, 2, "month")],
  [of("2026-02-01", 1, "week"), of("2026-03-01", 2, "month"), of("2026-03-01", 2, "month")],
  [of(null, null, null), of("2026-03-01", 3, "week"), of("2026-03-01", 3, "week")],
  [of("2026-02-01", 1, "month"), of(null, 1, "week"), of("2026-02-01", 1, "month")],
])("%j and %j make %j: the longer pause, the tighter limit", (winner, loser, expected) => {
  expect(mergePreferences(winner, loser)).toEqual(expected);
});
