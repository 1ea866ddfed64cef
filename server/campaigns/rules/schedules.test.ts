import { describe, expect, it } from "vitest";
import type { LocalSchedule, RecurringSchedule } from "@/contracts/campaign-schedule";
import { toLocal } from "@/contracts/zoned-time";
import { planOf } from "./due-at";
import { decideOccurrences } from "./occurrences";
import { releasesOf } from "./releases";

const at = (local: string, past: LocalSchedule["past"] = "next_day"): LocalSchedule => ({ kind: "local", local, past });

describe("when people of a zone get a campaign at local time", () => {
  it.each<[string, LocalSchedule, string, string, string]>([
    ["in their zone", at("2026-12-01T09:00"), "Asia/Tokyo", "2026-11-30T10:00:00Z", "2026-12-01T00:00:00.000Z"],
    [
      "in the hour that is skipped: the next minute there is",
      at("2026-03-29T02:30"),
      "Europe/Berlin",
      "2026-03-28T00:00:00Z",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "in the hour that comes twice: the first",
      at("2026-10-25T02:30"),
      "Europe/Berlin",
      "2026-10-24T00:00:00Z",
      "2026-10-25T00:30:00.000Z",
    ],
    [
      "by a clock change of half an hour",
      at("2026-10-04T02:15"),
      "Australia/Lord_Howe",
      "2026-10-03T00:00:00Z",
      "2026-10-03T15:30:00.000Z",
    ],
    [
      "on a day that did not exist",
      at("2011-12-30T09:00"),
      "Pacific/Apia",
      "2011-12-29T00:00:00Z",
      "2011-12-30T10:00:00.000Z",
    ],
    ["on 29 February", at("2028-02-29T09:00"), "America/New_York", "2028-02-28T00:00:00Z", "2028-02-29T14:00:00.000Z"],
    [
      "at the moment it was due exactly",
      at("2026-12-01T09:00"),
      "Asia/Tokyo",
      "2026-12-01T00:00:00Z",
      "2026-12-01T00:00:00.000Z",
    ],
    [
      "a day later, where it was past",
      at("2026-12-01T09:00"),
      "Asia/Tokyo",
      "2026-12-01T00:00:01Z",
      "2026-12-02T00:00:00.000Z",
    ],
    [
      "at once, where it was past and so chosen",
      at("2026-12-01T09:00", "now"),
      "Asia/Tokyo",
      "2026-12-01T00:00:01Z",
      "2026-12-01T00:00:01.000Z",
    ],
    [
      "a day later at the same clock, over the change",
      at("2026-03-28T09:00"),
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      "2026-03-29T07:00:00.000Z",
    ],
  ])("%s", (_, schedule, zone, dueAt, expected) => {
    const { releases } = releasesOf(schedule, [zone], "UTC", new Date(dueAt));
    expect(releases.map((release) => release.at.toISOString())).toEqual([expected]);
  });

  it("treats an unknown zone as the workspace's, and gives nobody a second time", () => {
    const { releases, otherwise } = releasesOf(
      at("2026-12-01T09:00"),
      ["Asia/Tokyo", "Mars/Olympus"],
      "Europe/Berlin",
      new Date("2026-11-30T00:00:00Z"),
    );
    expect(releases.map(({ zone }) => zone)).toEqual(["Asia/Tokyo"]);
    expect(otherwise.toISOString()).toBe("2026-12-01T08:00:00.000Z");
  });

  it("is never before the campaign is due nor more than two days after, in every zone there is", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    for (const local of ["2026-03-29T02:30", "2026-10-25T01:30", "2026-11-25T09:00"]) {
      const dueAt = planOf(at(local), new Date(`${local.slice(0, 10)}T06:00:00Z`), zones)?.dueAt ?? new Date(0);
      for (const past of ["now", "next_day"] as const)
        for (const { zone, at: release } of releasesOf(at(local, past), zones, "UTC", dueAt).releases) {
          const ms = release.getTime() - dueAt.getTime();
          expect([zone, ms >= 0 && ms <= 50 * 3_600_000]).toEqual([zone, true]);
        }
    }
  });
});

describe("when a campaign is due", () => {
  const now = new Date("2026-11-25T12:00:00Z");
  const zones = ["Europe/Berlin", "Asia/Tokyo", "America/New_York"];
  it("is as soon as the first zone gets there, and never before the ten seconds are over", () => {
    expect(planOf(at("2026-12-01T09:00"), now, zones)?.dueAt.toISOString()).toBe("2026-12-01T00:00:00.000Z");
    expect(planOf(at("2026-11-25T09:00"), now, zones)?.dueAt.toISOString()).toBe("2026-11-25T12:00:10.000Z");
    expect(planOf({ kind: "now" }, now, zones)?.dueAt.toISOString()).toBe("2026-11-25T12:00:10.000Z");
  });

  it("is the first occurrence nobody's clock has passed yet", () => {
    const daily = {
      ...weekly,
      recurrence: { ...weekly.recurrence, rule: { freq: "daily", every: 1, time: "18:00" } },
    } as const;
    const plan = planOf({ ...daily, atLocalTime: true }, now, zones);
    expect(toLocal(plan?.occurrenceAt?.toISOString() ?? "", "Europe/Berlin")).toBe("2026-11-26T18:00");
    expect(plan?.dueAt.toISOString()).toBe("2026-11-26T09:00:00.000Z");
    expect(planOf(daily, now, zones)?.dueAt.toISOString()).toBe("2026-11-25T17:00:00.000Z");
    expect(planOf({ ...daily, recurrence: { ...daily.recurrence, until: "2026-11-24" } }, now, zones)).toBe(null);
  });
});

const weekly: RecurringSchedule = {
  kind: "recurring",
  recurrence: { rule: { freq: "weekly", every: 1, on: [1], time: "09:00" }, from: "2026-11-01", until: null },
  timeZone: "Europe/Berlin",
  atLocalTime: false,
  audience: "each_time",
  missed: "latest",
};

describe("a series that wakes", () => {
  const days = ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"].map((day) => ({
    at: `${day}T08:00:00.000Z`,
    dueAt: new Date(`${day}T08:00:00.000Z`),
  }));
  const [first, ...following] = days as [(typeof days)[0], ...typeof days];
  const decide = (missed: RecurringSchedule["missed"], now: string) => {
    const { start, missed: left, next } = decideOccurrences(missed, first, following, new Date(now));
    return [start?.at.slice(8, 10) ?? null, left.map((one) => one.at.slice(8, 10)), next?.at.slice(8, 10) ?? null];
  };
  it.each([
    ["starts what is due", "latest", "2026-12-01T08:00:00Z", "01", [], "02"],
    ["starts what is an hour late at the most", "skip", "2026-12-01T09:00:00Z", "01", [], "02"],
    ["leaves out what is later, where so chosen", "skip", "2026-12-01T09:00:01Z", null, ["01"], "02"],
    ["starts what is later, where so chosen", "latest", "2026-12-01T23:00:00Z", "01", [], "02"],
    ["starts only the last of several it slept through", "latest", "2026-12-03T12:00:00Z", "03", ["01", "02"], "04"],
    [
      "starts the one that is in time after several it slept through",
      "skip",
      "2026-12-03T08:10:00Z",
      "03",
      ["01", "02"],
      "04",
    ],
    [
      "leaves out all it slept through, where so chosen",
      "skip",
      "2026-12-03T12:00:00Z",
      null,
      ["01", "02", "03"],
      "04",
    ],
    ["ends when nothing follows", "latest", "2026-12-04T08:00:00Z", "04", ["01", "02", "03"], null],
  ] as const)("%s", (_, missed, now, start, left, next) => {
    expect(decide(missed, now)).toEqual([start, left, next]);
  });
});
