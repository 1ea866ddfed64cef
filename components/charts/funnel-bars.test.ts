import { expect, it } from "vitest";
import { funnelLosses } from "./funnel-bars";

it("counts what each step lost from the one before, with shares of previous and of first", () => {
  expect(funnelLosses([1000, 400, 100])).toEqual([
    { lost: 0, ofPrevious: 1, ofFirst: 1 },
    { lost: 600, ofPrevious: 0.4, ofFirst: 0.4 },
    { lost: 300, ofPrevious: 0.25, ofFirst: 0.1 },
  ]);
});

it("an empty first step gives zeros, not NaN", () => {
  expect(funnelLosses([0, 0])).toEqual([
    { lost: 0, ofPrevious: 0, ofFirst: 0 },
    { lost: 0, ofPrevious: 0, ofFirst: 0 },
  ]);
});
