import { describe, expect, it } from "vitest";
import { runDuration, shortDuration } from "./run-time";

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 14, 9, 0, seconds));

describe("the time of a run", () => {
  it.each([
    ["one that ended took what lies between its two instants", at(0), at(5), at(60), "5 sec"],
    ["one under way counts up to now", at(0), null, at(8), "8 sec"],
  ])("%s", (_, createdAt, endedAt, now, shown) => {
    const run = { createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
    expect(runDuration(run, now)).toBe(shown);
  });

  it("is told in milliseconds below a second, and never below zero when clocks disagree", () => {
    expect(shortDuration(82.4)).toBe("82 ms");
    expect(shortDuration(-5)).toBe("0 ms");
    expect(shortDuration(90_000)).toBe("1 min 30 sec");
  });
});
