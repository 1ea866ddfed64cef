import { describe, expect, it } from "vitest";
import { median, rateOf } from "./median";

describe("the usual rate", () => {
  it.each<[number[], number | null]>([
    [[], null],
    [[3], 3],
    [[9, 1], 5],
    [[5, 1, 9], 5],
    [[4, 1, 3, 2], 2.5],
  ])("of %j is %s", (values, expected) => expect(median(values)).toBe(expected));

  it("divides bounces by sent messages and answers by delivered ones", () => {
    const numbers = { sent: 10, delivered: 8, opens: 4, clicks: 2, unsubscribes: 0, bounced: 2 };
    expect(rateOf("bounced", numbers)).toBe(0.2);
    expect(rateOf("clicks", numbers)).toBe(0.25);
    expect(rateOf("clicks", { ...numbers, delivered: 0 })).toBeNull();
  });
});
