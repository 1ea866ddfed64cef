import { describe, expect, it } from "vitest";
import type { WarmUp } from "@/contracts/throttles";
import {
  fairShare,
  freeNow,
  nextWarmUpDay,
  SLOT_SECONDS,
  type Slots,
  secondsToFree,
  slotOf,
  warmUpToday,
} from "./throttle";

const PLAN: WarmUp = { startsOn: "2026-03-01", firstDay: 50, growth: 2, target: 1000, hour: 9 };
const at = (text: string) => new Date(text);

describe("a limit of messages a minute", () => {
  it("is never exceeded in any sixty seconds and is used to nine tenths, whatever it is and however it is asked", () => {
    for (const limit of [1, 2, 7, 12, 13, 59, 60, 100, 999, 10_000]) {
      const sent = new Map<number, number>();
      let nowMs = 1_700_000_000_000;
      const end = nowMs + 600_000;
      const began = nowMs;
      while (nowMs < end) {
        const slots: Slots = [...sent].map(([slot, used]) => ({ slot, used }));
        const free = freeNow(limit, slots, slotOf(nowMs));
        if (free > 0) sent.set(slotOf(nowMs), (sent.get(slotOf(nowMs)) ?? 0) + free);
        const wait = secondsToFree(
          limit,
          [...sent].map(([slot, used]) => ({ slot, used })),
          nowMs,
        );
        expect(wait).toBeGreaterThan(0);
        nowMs += Math.ceil(wait * 1000);
      }
      const total = [...sent.values()].reduce((a, b) => a + b, 0);
      for (const slot of sent.keys()) {
        const minute = [...sent].reduce(
          (sum, [s, n]) => (s >= slot && s < slot + 60 / SLOT_SECONDS ? sum + n : sum),
          0,
        );
        expect(minute).toBeLessThanOrEqual(limit);
      }
      expect(total).toBeGreaterThanOrEqual(Math.floor(limit * ((end - began) / 60_000) * 0.9) - limit);
    }
  });

  it("is shared: no run takes all while others want some, and one alone takes what there is", () => {
    expect([fairShare(100, 1), fairShare(100, 3), fairShare(1, 5), fairShare(0, 2), fairShare(-3, 1)]).toEqual([
      100, 34, 1, 0, 0,
    ]);
  });
});

describe("a warm-up plan", () => {
  it("allows more every day of the workspace's calendar and ends at its target", () => {
    const days = ["2026-02-20", "2026-03-01", "2026-03-02", "2026-03-05", "2026-03-06", "2027-01-01"];
    expect(days.map((day) => warmUpToday(PLAN, at(`${day}T12:00:00Z`), "UTC").perDay)).toEqual([
      50,
      50,
      100,
      800,
      null,
      null,
    ]);
    expect(warmUpToday(PLAN, at("2026-03-01T23:30:00Z"), "Europe/Berlin").perDay).toBe(100);
    expect(warmUpToday(PLAN, at("2026-03-02T02:30:00Z"), "America/New_York").perDay).toBe(50);
  });

  it("goes on at its hour of the next day, by the workspace's clock and over a clock change", () => {
    const next = (now: string, zone: string) => nextWarmUpDay(PLAN, at(now), zone).toISOString();
    expect(next("2026-03-02T12:00:00Z", "UTC")).toBe("2026-03-03T09:00:00.000Z");
    expect(next("2026-03-02T23:30:00Z", "Europe/Berlin")).toBe("2026-03-04T08:00:00.000Z");
    expect(next("2026-03-28T12:00:00Z", "Europe/Berlin")).toBe("2026-03-29T07:00:00.000Z");
  });
});
