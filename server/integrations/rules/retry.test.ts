import { describe, expect, it } from "vitest";
import { DISABLE_AFTER_MS, isLongFailing, nextStep, RETRY_WAITS_MS } from "./retry";

const answer = (status: number | null, retryAfterSeconds: number | null = null) => ({ status, retryAfterSeconds });

describe("what follows an attempt of a webhook", () => {
  it.each([
    [200, "delivered"],
    [204, "delivered"],
    [299, "delivered"],
    [301, "again"],
    [308, "again"],
    [400, "again"],
    [410, "gone"],
    [500, "again"],
    [null, "again"],
  ] as const)("%s means %s", (status, kind) => {
    expect(nextStep(answer(status), 1, 0).kind).toBe(kind);
  });

  it("is a longer wait each time, a little scattered, over about a day, and then the end", () => {
    const waits: number[] = [];
    for (let attempts = 1; ; attempts += 1) {
      const [least, most] = [nextStep(answer(500), attempts, 0), nextStep(answer(500), attempts, 1)];
      if (least.kind !== "again" || most.kind !== "again") {
        expect([least.kind, most.kind]).toEqual(["dead", "dead"]);
        break;
      }
      expect(most.afterMs).toBe(Math.round(least.afterMs * 1.1));
      waits.push(least.afterMs);
    }
    expect(waits).toEqual([...RETRY_WAITS_MS]);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(22);
    expect(hours).toBeLessThan(25);
  });

  it("waits as long as a busy receiver asks, an hour at most, and never less than planned", () => {
    expect(nextStep(answer(429, 120), 1, 0)).toEqual({ kind: "again", afterMs: 120_000 });
    expect(nextStep(answer(429, 1), 3, 0)).toEqual({ kind: "again", afterMs: 300_000 });
    expect(nextStep(answer(504, 999_999), 1, 0)).toEqual({ kind: "again", afterMs: 3_600_000 });
    expect(nextStep(answer(500, 120), 1, 0)).toEqual({ kind: "again", afterMs: 5_000 });
  });

  it("switches off after three days without a success", () => {
    const since = new Date("2026-03-01T00:00:00Z");
    expect(isLongFailing(null, since)).toBe(false);
    expect(isLongFailing(since, new Date(since.getTime() + DISABLE_AFTER_MS - 1))).toBe(false);
    expect(isLongFailing(since, new Date(since.getTime() + DISABLE_AFTER_MS))).toBe(true);
  });
});
