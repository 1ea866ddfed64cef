import { describe, expect, it } from "vitest";
import { freeSlug, slugOf } from "./slug";

describe("a workspace's slug", () => {
  it.each([
    ["Bright Bakery & Söhne", "bright-bakery-sohne"],
    ["  --Ünï  cødé-- ", "uni-c-de"],
    ["日本", "workspace"],
    ["../../etc/passwd", "etc-passwd"],
    [`${"a".repeat(39)} b`, "a".repeat(39)],
  ])("of %j is %j", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it("is the first free one", () => {
    expect(freeSlug("a", new Set())).toBe("a");
    expect(freeSlug("a", new Set(["a", "a-2", "a-4"]))).toBe("a-3");
  });
});
