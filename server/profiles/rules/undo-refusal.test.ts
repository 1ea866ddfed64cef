import { describe, expect, it } from "vitest";
import { mergeRefusal } from "./merge-refusal";
import { undoRefusal } from "./undo-refusal";

const at = new Date("2026-01-01T00:00:00Z");
const good = { at, undoneAt: null, hasSnapshot: true, isWinnerThere: true, wentInto: false };

describe("undoing a merge", () => {
  it.each([
    ["in time", {}, "2026-01-30T23:59:59Z", null],
    ["after thirty days", {}, "2026-01-31T00:00:00Z", /for 30 days/],
    ["without its snapshot", { hasSnapshot: false }, "2026-01-02T00:00:00Z", /forgotten/],
    ["twice", { undoneAt: at }, "2026-01-02T00:00:00Z", /undone already/],
    ["after another merge", { wentInto: true }, "2026-01-02T00:00:00Z", /Undo that merge first/],
    ["after a deletion", { isWinnerThere: false }, "2026-01-02T00:00:00Z", /was deleted/],
  ])("%s", (_, change, now, expected) => {
    const answer = undoRefusal({ ...good, ...change }, new Date(now));
    if (expected === null) expect(answer).toBeNull();
    else expect(answer).toMatch(expected);
  });
});

describe("two contacts", () => {
  it.each([
    [1, 1, false, false, /one contact already/],
    [1, 2, true, false, /demo/],
    [1, 2, true, true, null],
  ])("%i and %i (demo: %s, %s)", (a, b, demoA, demoB, expected) => {
    const answer = mergeRefusal({ contactNo: a, isDemo: demoA }, { contactNo: b, isDemo: demoB });
    if (expected === null) expect(answer).toBeNull();
    else expect(answer).toMatch(expected);
  });
});
