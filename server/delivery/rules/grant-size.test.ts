import { describe, expect, it } from "vitest";
import { nextGrantSize } from "./grant-size";

describe("nextGrantSize", () => {
  it.each([
    ["doubles after a fast grant", 100, 40, 100, 200],
    ["stops at a batch", 800, 40, 100, 1000],
    ["stays between fast and slow", 400, 700, 100, 400],
    ["halves after a slow grant", 400, 1200, 100, 200],
    ["never asks for less than one call carries", 100, 9000, 100, 100],
    ["keeps a slow SMTP server at its calls", 40, 9000, 40, 40],
  ])("%s", (_, size, tookMs, perCall, expected) => {
    expect(nextGrantSize(size, tookMs, perCall)).toBe(expected);
  });
});
