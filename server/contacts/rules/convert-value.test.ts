import { describe, expect, it } from "vitest";
import type { AttributeType, AttributeValue } from "@/contracts/contacts";
import { convertValue, fitAttributes } from "./convert-value";

const plain = { decimalComma: false, dayFirst: true };

describe("a value that changes its type", () => {
  it.each<[AttributeType, AttributeType, AttributeValue, AttributeValue | null]>([
    ["text", "number", " 1,234.5 ", 1234.5],
    ["text", "number", "   ", null],
    ["text", "boolean", "Yes", true],
    ["text", "boolean", "0", false],
    ["text", "date", "31.3.2026", "2026-03-31T00:00:00.000Z"],
    ["number", "text", 12.5, "12.5"],
    ["number", "boolean", 1, true],
    ["boolean", "number", false, 0],
    ["boolean", "text", true, "true"],
    ["date", "text", "2026-03-31T00:00:00.000Z", "2026-03-31"],
    ["date", "text", "2026-03-31T09:30:00.000Z", "2026-03-31T09:30:00.000Z"],
    ["text", "text", "x", "x"],
  ])("from %s to %s: %s becomes %s", (from, to, value, expected) => {
    expect(convertValue(from, to, value, plain)).toEqual({ ok: true, value: expected });
  });

  it.each<[AttributeType, AttributeType, AttributeValue, RegExp]>([
    ["text", "number", "many", /“many” is not a number/],
    ["text", "date", "31.2.2026", /is not a date/],
    ["text", "boolean", "perhaps", /not yes or no/],
    ["number", "boolean", 2, /number 2 cannot become yes or no/],
    ["number", "date", 2026, /cannot become a date/],
    ["date", "number", "2026-03-31T00:00:00.000Z", /A date cannot become a number/],
    ["boolean", "date", true, /cannot become a date/],
  ])("from %s to %s: %s cannot be read", (from, to, value, problem) => {
    expect(convertValue(from, to, value, plain)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
  });

  it("reads decimal commas and American dates when told to", () => {
    const odd = { decimalComma: true, dayFirst: false };
    expect(convertValue("text", "number", "1.234,5", odd)).toEqual({ ok: true, value: 1234.5 });
    expect(convertValue("text", "date", "3/31/2026", odd)).toEqual({ ok: true, value: "2026-03-31T00:00:00.000Z" });
  });

  it("fits an old record to the types of today and leaves out what cannot be read", () => {
    const types = new Map<string, AttributeType>([
      ["seats", "number"],
      ["note", "text"],
      ["since", "text"],
      ["bad", "number"],
    ]);
    expect(
      fitAttributes({ seats: "5", note: 7, since: "2026-03-31T00:00:00.000Z", bad: "x", unknown: true }, types),
    ).toEqual({ seats: 5, note: "7", since: "2026-03-31", unknown: true });
  });
});
