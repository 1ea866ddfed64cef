import { describe, expect, it } from "vitest";
import { type AddressNews, softBouncesInARow } from "./soft-bounces";

/** "s1@3": a soft bounce of message 1 at second 3; "d": a delivery. */
const read = (text: string): AddressNews[] =>
  text.split(" ").flatMap((word) => {
    const [, kind, message = "", second] = /^([sd])(\d+)@(\d+)$/.exec(word) ?? [];
    if (!kind) return [];
    return [{ message, kind: kind === "d" ? "delivered" : "soft_bounce", at: new Date(Number(second) * 1000) }];
  });

describe("soft bounces in a row", () => {
  it.each([
    ["", 0],
    ["s1@1", 1],
    ["s1@1 s2@2 s3@3 s4@4 s5@5", 5],
    ["s1@1 s1@2 s1@3", 1],
    ["s1@1 s2@2 d3@3 s4@4", 1],
    ["s1@1 s2@2 d2@3", 0],
    ["d9@9 s1@1 s2@2 s3@3 s4@4 s5@5", 0],
  ])("%s: %i", (text, expected) => {
    expect(softBouncesInARow(read(text))).toBe(expected);
  });

  it("counts the same in every order of telling", () => {
    const news = read("s1@1 d2@2 s3@3 s4@4 s3@5 d1@0");
    for (let shift = 0; shift < news.length; shift += 1) {
      const turned = [...news.slice(shift), ...news.slice(0, shift)];
      expect([softBouncesInARow(turned), softBouncesInARow(turned.toReversed())]).toEqual([2, 2]);
    }
  });
});
