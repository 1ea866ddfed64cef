import { describe, expect, it } from "vitest";
import { judgeComeBack } from "./brake";

describe("what comes back of a run", () => {
  it.each([
    ["nothing", { accepted: 100_000, bounced: 0, complained: 0 }, null],
    ["bounces just below the warning", { accepted: 10_000, bounced: 199, complained: 0 }, null],
    ["bounces at the warning", { accepted: 10_000, bounced: 200, complained: 0 }, "warned"],
    ["bounces just below the halt", { accepted: 10_000, bounced: 499, complained: 0 }, "warned"],
    ["bounces at the halt", { accepted: 10_000, bounced: 500, complained: 0 }, "halted"],
    ["many bounces of few messages", { accepted: 199, bounced: 100, complained: 0 }, null],
    ["complaints just below the warning", { accepted: 10_000, bounced: 0, complained: 7 }, null],
    ["complaints at the warning", { accepted: 10_000, bounced: 0, complained: 8 }, "warned"],
    ["complaints at the halt", { accepted: 10_000, bounced: 0, complained: 10 }, "halted"],
    ["two complaints of a thousand", { accepted: 1000, bounced: 0, complained: 2 }, null],
    ["three complaints of a thousand", { accepted: 1000, bounced: 0, complained: 3 }, "halted"],
    ["a warning beside a halt", { accepted: 10_000, bounced: 600, complained: 8 }, "halted"],
  ])("%s", (_, run, level) => {
    expect(judgeComeBack(run)?.level ?? null).toBe(level);
  });

  it("is said with the numbers and the limit", () => {
    expect(judgeComeBack({ accepted: 1204, bounced: 73, complained: 0 })?.note).toBe(
      "Paused by itself: 73 of 1,204 messages bounced (6.1 %); the limit is 5.0 %.",
    );
  });
});
