import { describe, expect, it } from "vitest";
import { toLocal } from "@/contracts/zoned-time";
import { isExpired, quietUntil, spreadSeconds, zoneOr } from "./quiet-hours";

const NIGHT = { from: "21:00", to: "08:00" };
const NOON = { from: "12:00", to: "14:00" };
const at = (now: string, zone: string, hours = NIGHT) => quietUntil(new Date(now), zone, hours)?.toISOString() ?? null;

describe("quiet hours", () => {
  it.each([
    ["2026-11-25T19:59:59.999Z", "Europe/Berlin", NIGHT, null],
    ["2026-11-25T20:00:00.000Z", "Europe/Berlin", NIGHT, "2026-11-26T07:00:00.000Z"],
    ["2026-11-26T06:59:59.999Z", "Europe/Berlin", NIGHT, "2026-11-26T07:00:00.000Z"],
    ["2026-11-26T07:00:00.000Z", "Europe/Berlin", NIGHT, null],
    ["2026-11-25T12:00:00.000Z", "UTC", NOON, "2026-11-25T14:00:00.000Z"],
    ["2026-11-25T11:59:59.999Z", "UTC", NOON, null],
    ["2026-11-25T14:00:00.000Z", "UTC", NOON, null],
    // The same moment, three people.
    ["2026-11-25T20:00:00.000Z", "America/New_York", NIGHT, null],
    ["2026-11-25T20:00:00.000Z", "Asia/Kathmandu", NIGHT, "2026-11-26T02:15:00.000Z"],
    ["2026-11-25T20:00:00.000Z", "Pacific/Kiritimati", NIGHT, null],
    // The night of the clock change is an hour shorter, then an hour longer.
    ["2026-03-28T22:00:00.000Z", "Europe/Berlin", NIGHT, "2026-03-29T06:00:00.000Z"],
    ["2026-10-24T22:00:00.000Z", "Europe/Berlin", NIGHT, "2026-10-25T07:00:00.000Z"],
    // An end that does not exist that night: the next minute there is.
    ["2026-03-29T00:30:00.000Z", "Europe/Berlin", { from: "00:00", to: "02:30" }, "2026-03-29T01:00:00.000Z"],
  ])("at %s in %s with %o", (now, zone, hours, expected) => {
    expect(at(now, zone, hours)).toBe(expected);
  });

  it("always ends in a minute that is not quiet, later than now and within a day, in every zone at every change", () => {
    const zones = ["Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu"];
    const days = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-09-06", "2026-10-04", "2026-10-25", "2026-11-01"];
    const windows = [NIGHT, NOON, { from: "01:30", to: "02:30" }, { from: "23:00", to: "00:00" }];
    for (const zone of zones)
      for (const day of days)
        for (const hours of windows)
          for (let minute = -720; minute < 1440; minute += 45) {
            const start = new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000);
            let now = start;
            // Twice at most: the clock may come back over the end once.
            for (let turn = 0; turn < 61; turn++) {
              const end = quietUntil(now, zone, hours);
              if (!end) break;
              expect(end.getTime()).toBeGreaterThan(now.getTime());
              now = end;
            }
            const said = `${zone} ${start.toISOString()} ${hours.from}-${hours.to}: ${toLocal(now.toISOString(), zone)}`;
            expect(quietUntil(now, zone, hours), said).toBeNull();
            expect(now.getTime() - start.getTime(), said).toBeLessThanOrEqual(25 * 3_600_000);
          }
  });

  it("uses the workspace's zone for people without one or with one nobody knows", () => {
    expect([zoneOr(null, "UTC"), zoneOr("Mars/Olympus", "UTC"), zoneOr("Asia/Tokyo", "UTC")]).toEqual([
      "UTC",
      "UTC",
      "Asia/Tokyo",
    ]);
  });

  it("expires after 72 hours, not at them", () => {
    const launched = new Date("2026-11-25T00:00:00Z");
    const isExpiredAt = (ms: number) => isExpired(new Date(launched.getTime() + 72 * 3_600_000 + ms), launched);
    expect([isExpiredAt(-1), isExpiredAt(0), isExpiredAt(1)]).toEqual([false, false, true]);
  });

  it("spreads a hundred batches over ten minutes", () => {
    const delays = Array.from({ length: 100 }, (_, i) => spreadSeconds(i + 1));
    expect(new Set(delays).size).toBe(100);
    expect(Math.max(...delays)).toBeLessThan(600);
  });
});
