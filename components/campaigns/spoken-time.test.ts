import { describe, expect, it } from "vitest";
import { localToInstant, toLocal } from "@/contracts/zoned-time";
import { readSpokenTime } from "./spoken-time";

/** Wednesday, 25 November 2026, 10:20 in Berlin. */
const NOW = new Date("2026-11-25T09:20:00Z");
const local = (text: string, now = NOW, zone = "Europe/Berlin") => {
  const read = readSpokenTime(text, now, zone);
  return read.ok ? toLocal(read.at, zone) : read.problem;
};

describe("a time as people say it", () => {
  it.each([
    ["tomorrow 9", "2026-11-26T09:00"],
    ["Tomorrow at 9", "2026-11-26T09:00"],
    ["tomorrow, 9:30 pm", "2026-11-26T21:30"],
    ["today 18.45", "2026-11-25T18:45"],
    ["noon", "2026-11-25T12:00"],
    ["9", "2026-11-26T09:00"],
    ["at 11:00", "2026-11-25T11:00"],
    ["fri 14:00", "2026-11-27T14:00"],
    ["friday 2pm", "2026-11-27T14:00"],
    ["wed 10:20", "2026-12-02T10:20"],
    ["wed 10:21", "2026-11-25T10:21"],
    ["next Tue 8:30", "2026-12-01T08:30"],
    ["next wednesday at noon", "2026-12-02T12:00"],
    ["next sunday 7", "2026-12-06T07:00"],
    ["in 2 hours", "2026-11-25T12:20"],
    ["in 45 min", "2026-11-25T11:05"],
    ["in 3 days", "2026-11-28T10:20"],
    ["in 2 weeks at 9", "2026-12-09T09:00"],
    ["5 Dec 14:00", "2026-12-05T14:00"],
    ["December 5th, 2027 2 pm", "2027-12-05T14:00"],
    ["1 feb 9", "2027-02-01T09:00"],
    ["29 feb 2028 9", "2028-02-29T09:00"],
    ["2026-12-24 16:00", "2026-12-24T16:00"],
    ["tomorrow midnight", "2026-11-26T00:00"],
    ["tomorrow 12 am", "2026-11-26T00:00"],
  ])("reads “%s” as %s", (text, expected) => {
    expect(local(text)).toBe(expected);
  });

  it.each([
    ["", /Say when/],
    ["soon", /no time we can read/],
    ["tomorrow", /Add a time of day/],
    ["friday", /Add a time of day/],
    ["tomorrow 25", /no time we can read/],
    ["tomorrow 13 pm", /no time we can read/],
    ["31 june 9", /no time we can read/],
    ["29 feb 2027 9", /no time we can read/],
    ["today 9", /has passed/],
    ["in 0 hours", /has passed/],
    ["2020-01-01 9", /has passed/],
  ])("says why “%s” does not count", (text, why) => {
    expect(local(text)).toMatch(why);
  });

  it.each([
    // zone, now, text, the minute that is meant
    ["Europe/Berlin", "2026-03-28T12:00Z", "tomorrow 2:30", "2026-03-29T01:00:00.000Z"],
    ["Europe/Berlin", "2026-03-28T12:00Z", "tomorrow 2:00", "2026-03-29T01:00:00.000Z"],
    ["Europe/Berlin", "2026-03-28T12:00Z", "tomorrow 1:59", "2026-03-29T00:59:00.000Z"],
    ["Europe/Berlin", "2026-03-28T12:00Z", "tomorrow 3:00", "2026-03-29T01:00:00.000Z"],
    ["Europe/Berlin", "2026-10-24T12:00Z", "tomorrow 2:30", "2026-10-25T00:30:00.000Z"],
    ["America/New_York", "2026-03-07T12:00Z", "tomorrow 2:15", "2026-03-08T07:00:00.000Z"],
    ["America/New_York", "2026-10-31T12:00Z", "tomorrow 1:30", "2026-11-01T05:30:00.000Z"],
    // Clocks jump over midnight: the day begins at 1.
    ["America/Santiago", "2026-09-05T12:00Z", "tomorrow midnight", "2026-09-06T04:00:00.000Z"],
    // Half an hour of summer time.
    ["Australia/Lord_Howe", "2026-10-03T00:00Z", "tomorrow 2:10", "2026-10-03T15:30:00.000Z"],
    // Hours are hours of the watch, days are days of the calendar.
    ["Europe/Berlin", "2026-03-28T23:30Z", "in 2 hours", "2026-03-29T01:30:00.000Z"],
    ["Europe/Berlin", "2026-03-28T12:00Z", "in 1 day", "2026-03-29T11:00:00.000Z"],
  ])("in %s, %s: “%s” is %s across the clock change", (zone, now, text, expected) => {
    expect(readSpokenTime(text, new Date(now), zone)).toEqual({ ok: true, at: expected });
  });

  it("never gives a minute before the typed one, in any zone on any quarter of an hour of the two changes", () => {
    for (const zone of ["Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia"])
      for (const day of ["2026-03-08", "2026-03-29", "2026-04-05", "2026-09-06", "2026-10-25", "2026-11-01"])
        for (let minute = 0; minute < 1440; minute += 15) {
          const clock = new Date(minute * 60_000).toISOString().slice(11, 16);
          const shown = toLocal(localToInstant(`${day}T${clock}`, zone) ?? "", zone);
          expect(shown >= `${day}T${clock}`, `${zone} ${day} ${clock} became ${shown}`).toBe(true);
        }
  });
});
