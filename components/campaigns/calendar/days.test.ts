import { describe, expect, it } from "vitest";
import { addMonths, boundsOf, isQuietHour, mondayOf, monthOf, movedTo, pressureOf, weekOf } from "./days";

describe("days of a calendar", () => {
  it("begins weeks on Monday and shows the whole month", () => {
    expect([mondayOf("2026-11-25"), mondayOf("2026-11-29"), mondayOf("2026-11-30")]).toEqual([
      "2026-11-23",
      "2026-11-23",
      "2026-11-30",
    ]);
    expect(weekOf("2026-03-29")).toEqual([23, 24, 25, 26, 27, 28, 29].map((date) => `2026-03-${date}`));
    const days = monthOf("2026-02-14");
    expect([days.length, days[0], days.includes("2026-02-28")]).toEqual([42, "2026-01-26", true]);
  });

  it("keeps the date from month to month, or takes the last", () => {
    expect([addMonths("2026-01-31", 1), addMonths("2026-03-31", -1), addMonths("2026-12-05", 1)]).toEqual([
      "2026-02-28",
      "2026-02-28",
      "2027-01-05",
    ]);
  });

  it("bounds days by the clock of the zone, over its changes", () => {
    expect(boundsOf(["2026-03-29"], "Europe/Berlin")).toEqual({
      from: "2026-03-28T23:00:00.000Z",
      to: "2026-03-29T22:00:00.000Z",
    });
  });

  it.each([
    [
      "keeps the time of day over a clock change",
      "2026-03-28T08:30:00Z",
      "2026-03-30",
      null,
      "2026-03-30T07:30:00.000Z",
    ],
    ["keeps the minutes of another hour", "2026-11-25T08:30:00Z", "2026-11-26", 17, "2026-11-26T16:30:00.000Z"],
    [
      "takes the next minute of an hour that is skipped",
      "2026-03-28T01:30:00Z",
      "2026-03-29",
      null,
      "2026-03-29T01:00:00.000Z",
    ],
  ])("%s when something is moved", (_, at, day, hour, moved) => {
    expect(movedTo(at, "Europe/Berlin", day, hour)).toBe(moved);
  });

  it("shades only hours that are quiet throughout, over midnight as well", () => {
    const night = { from: "21:30", to: "08:00" };
    expect([20, 21, 22, 0, 7, 8].map((hour) => isQuietHour(hour, night))).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect([12, 13].map((hour) => isQuietHour(hour, { from: "12:00", to: "13:00" }))).toEqual([true, false]);
    expect(isQuietHour(3, null)).toBe(false);
  });

  it("shows pressure in steps of the fullest day", () => {
    expect([0, 1, 25, 26, 100].map((people) => pressureOf(people, 100))).toEqual([0, 1, 1, 2, 4]);
    expect(pressureOf(0, 0)).toBe(0);
  });
});
