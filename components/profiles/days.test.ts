import { describe, expect, it } from "vitest";
import { byDay, endOfDay } from "./days";

describe("days of a timeline", () => {
  it("are those of whoever looks", () => {
    const entries = [{ at: "2026-11-25T23:30:00Z" }, { at: "2026-11-25T22:30:00Z" }];
    expect(byDay(entries, "UTC").map((day) => day.entries.length)).toEqual([2]);
    // With or without a comma behind the weekday, as the ICU of the runtime has it.
    expect(byDay(entries, "Europe/Berlin").map((day) => day.day.replace(",", ""))).toEqual([
      "Thursday 26 November 2026",
      "Wednesday 25 November 2026",
    ]);
  });

  it.each([
    ["2026-11-25", "UTC", "2026-11-26T00:00:00.000Z"],
    ["2026-11-25", "Europe/Berlin", "2026-11-25T23:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
    ["2026-11-25", "America/New_York", "2026-11-26T05:00:00.000Z"],
    ["2026-11-25", "Asia/Kathmandu", "2026-11-25T18:15:00.000Z"],
  ])("%s is over in %s at %s", (day, zone, end) => {
    expect(endOfDay(day, zone)).toBe(end);
  });
});
