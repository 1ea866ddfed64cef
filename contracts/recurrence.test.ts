import { describe, expect, it } from "vitest";
import { nextTimes, type RecurrenceRule, readCron, recurrenceInWords, recurrenceRuleSchema } from "./recurrence";
import { toLocal } from "./zoned-time";

const berlin = "Europe/Berlin";
const local = (
  rule: RecurrenceRule,
  after: string,
  count = 3,
  more: { from?: string; until?: string | null; zone?: string } = {},
) => {
  const { from = "2026-01-01", until = null, zone = berlin } = more;
  return nextTimes({ rule, from, until }, zone, new Date(after), count).map((at) => toLocal(at, zone));
};

describe("the next times of a rule", () => {
  it.each<[string, RecurrenceRule, string, string[], Parameters<typeof local>[3]?]>([
    [
      "every day",
      { freq: "daily", every: 1, time: "09:00" },
      "2026-11-25T08:00:00Z",
      ["2026-11-26T09:00", "2026-11-27T09:00"],
    ],
    [
      "later the same day",
      { freq: "daily", every: 1, time: "09:00" },
      "2026-11-25T07:59:59Z",
      ["2026-11-25T09:00", "2026-11-26T09:00"],
    ],
    [
      "every third day from the first",
      { freq: "daily", every: 3, time: "09:00" },
      "2026-12-02T00:00:00Z",
      ["2026-12-04T09:00", "2026-12-07T09:00"],
      { from: "2026-12-01" },
    ],
    [
      "weekly on two days",
      { freq: "weekly", every: 1, on: [1, 4], time: "08:30" },
      "2026-11-25T08:00:00Z",
      ["2026-11-26T08:30", "2026-11-30T08:30"],
    ],
    [
      "every second week, counted in weeks from Monday",
      { freq: "weekly", every: 2, on: [1, 7], time: "10:00" },
      "2026-11-25T12:00:00Z",
      ["2026-11-29T10:00", "2026-12-07T10:00"],
      { from: "2026-11-25" },
    ],
    [
      "the 31st, or a month's last day",
      { freq: "monthly", every: 1, day: 31, time: "12:00" },
      "2027-01-31T12:00:00Z",
      ["2027-02-28T12:00", "2027-03-31T12:00"],
    ],
    [
      "every third month",
      { freq: "monthly", every: 3, day: 1, time: "12:00" },
      "2026-02-01T12:00:00Z",
      ["2026-04-01T12:00", "2026-07-01T12:00"],
    ],
    [
      "29 February in leap years only",
      { freq: "cron", cron: "0 9 29 2 *" },
      "2026-03-01T00:00:00Z",
      ["2028-02-29T09:00"],
    ],
    [
      "cron on weekdays",
      { freq: "cron", cron: "0 9 * * 1-5" },
      "2026-11-27T12:00:00Z",
      ["2026-11-30T09:00", "2026-12-01T09:00"],
    ],
    [
      "cron on either day field",
      { freq: "cron", cron: "0 9 1 * 0" },
      "2026-11-28T12:00:00Z",
      ["2026-11-29T09:00", "2026-12-01T09:00", "2026-12-06T09:00"],
    ],
    ["cron with 7 for Sunday", { freq: "cron", cron: "0 9 * * 7" }, "2026-11-27T12:00:00Z", ["2026-11-29T09:00"]],
    ["a cron rule no day fits", { freq: "cron", cron: "0 9 31 2 *" }, "2026-01-01T00:00:00Z", []],
    [
      "none after the end date",
      { freq: "daily", every: 1, time: "09:00" },
      "2026-11-30T12:00:00Z",
      ["2026-12-01T09:00"],
      { until: "2026-12-01" },
    ],
    [
      "a skipped hour becomes the next minute there is",
      { freq: "daily", every: 1, time: "02:30" },
      "2026-03-28T12:00:00Z",
      ["2026-03-29T03:00", "2026-03-30T02:30"],
    ],
    [
      "two times in the skipped hour are one",
      { freq: "cron", cron: "0,30 2 29 3 *" },
      "2026-03-28T12:00:00Z",
      ["2026-03-29T03:00"],
    ],
    [
      "Samoa's lost day is skipped to the next there is",
      { freq: "daily", every: 1, time: "09:00" },
      "2011-12-29T20:00:00Z",
      ["2011-12-31T00:00", "2011-12-31T09:00"],
      { zone: "Pacific/Apia", from: "2011-01-01" },
    ],
  ])("%s", (_, rule, after, times, more) => {
    expect(local(rule, after, 3, more).slice(0, times.length || 1)).toEqual(times);
  });

  it("comes once when the clock goes back over it", () => {
    const twice = nextTimes(
      { rule: { freq: "daily", every: 1, time: "02:30" }, from: "2026-01-01", until: null },
      berlin,
      new Date("2026-10-24T12:00:00Z"),
      2,
    );
    expect(twice).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"]);
  });

  it("never names a time twice or out of order, in zones that change their clocks", () => {
    for (const zone of [
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "Africa/Casablanca",
    ])
      for (const time of ["00:00", "01:30", "02:00", "02:30", "23:59"]) {
        const times = nextTimes(
          { rule: { freq: "daily", every: 1, time }, from: "2025-12-01", until: null },
          zone,
          new Date("2026-01-01T00:00:00Z"),
          400,
        );
        expect([zone, time, new Set(times).size, times]).toEqual([zone, time, 400, [...times].sort()]);
        const gaps = times.slice(1).map((at, n) => Date.parse(at) - Date.parse(times[n] ?? ""));
        expect(Math.max(...gaps) <= 25 * 3_600_000 && Math.min(...gaps) >= 22.5 * 3_600_000).toBe(true);
      }
  });
});

describe("a cron rule", () => {
  it.each([
    ["0 9 * *", "five fields"],
    ["60 9 * * *", "minute takes 0 to 59"],
    ["0 9-5 * * *", "hour takes 0 to 23"],
    ["0 9 0 * *", "day of the month takes 1 to 31"],
    ["0 9 * * mon", "day of the week takes 0 to 7"],
    ["* * * * *", "1440 times a day"],
    ["0 9 */0 * *", "day of the month"],
  ])("“%s” is refused with %s", (cron, words) => {
    const read = readCron(cron);
    expect(read.ok ? "" : read.problem).toContain(words);
    expect(recurrenceRuleSchema.safeParse({ freq: "cron", cron }).success).toBe(false);
  });
});

describe("a rule in words", () => {
  it.each<[RecurrenceRule, string | null, string]>([
    [{ freq: "daily", every: 1, time: "09:00" }, null, "Every day at 09:00"],
    [
      { freq: "weekly", every: 2, on: [4, 1], time: "08:30" },
      "2026-12-31",
      "Every 2 weeks on Monday and Thursday at 08:30, until 31 December 2026",
    ],
    [{ freq: "monthly", every: 1, day: 2, time: "09:00" }, null, "Every month on the 2nd at 09:00"],
    [{ freq: "monthly", every: 3, day: 31, time: "09:00" }, null, "Every 3 months on the 31st at 09:00"],
  ])("%j", (rule, until, words) => {
    expect(recurrenceInWords({ rule, from: "2026-01-01", until })).toBe(words);
  });
});
