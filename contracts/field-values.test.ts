import { describe, expect, it } from "vitest";
import { checkValue, readValue } from "./field-values";

const value = (checked: ReturnType<typeof readValue>) => (checked.ok ? checked.value : "refused");

describe("attribute values", () => {
  it.each([
    ["number", "12.5", 12.5],
    ["number", "1,234.5", 1234.5],
    ["number", "1 234", 1234],
    ["number", "-0.5", -0.5],
    ["number", "twelve", "refused"],
    ["number", "1,2", "refused"],
    ["number", "Infinity", "refused"],
    ["number", "0x10", "refused"],
    ["boolean", "Yes", true],
    ["boolean", "0", false],
    ["boolean", "maybe", "refused"],
    ["date", "2026-03-31", "2026-03-31T00:00:00.000Z"],
    ["date", "2026-03-31T10:00:00+02:00", "2026-03-31T08:00:00.000Z"],
    ["date", "2026-03-31 10:00", "2026-03-31T10:00:00.000Z"],
    ["date", "31.3.2026", "2026-03-31T00:00:00.000Z"],
    ["date", "2026-02-31", "refused"],
    ["date", "31/02/2026", "refused"],
    ["date", "next week", "refused"],
    ["text", "  Ada  ", "Ada"],
    ["text", "a\u0000b", "refused"],
    ["text", "   ", null],
    ["number", "", null],
  ] as const)("reads %s %j as %j", (type, text, want) => {
    expect(value(readValue(type, text))).toEqual(want);
  });

  it("reads decimal commas and month-first dates only when told so", () => {
    expect(value(readValue("number", "1.234,5", { decimalComma: true }))).toBe(1234.5);
    expect(value(readValue("date", "03/31/2026", { dayFirst: false }))).toBe("2026-03-31T00:00:00.000Z");
    expect(value(readValue("date", "03/31/2026"))).toBe("refused");
  });

  it("takes JSON values only in the type of their field, and null as “no value”", () => {
    expect(value(checkValue("number", "12"))).toBe("refused");
    expect(value(checkValue("number", 12))).toBe(12);
    expect(value(checkValue("boolean", "true"))).toBe("refused");
    expect(value(checkValue("text", 5))).toBe("refused");
    expect(value(checkValue("date", "2026-03-31"))).toBe("2026-03-31T00:00:00.000Z");
    expect(value(checkValue("date", null))).toBeNull();
  });

  it("names the problem and the fix for what it refuses", () => {
    expect(readValue("number", "twelve")).toEqual({
      ok: false,
      problem: "“twelve” is not a number.",
      fix: "Write digits only, such as 1234.5.",
    });
  });
});

describe("texts as they are stored", () => {
  it("are composed, so that two spellings of é are one value", () => {
    expect(checkValue("text", "cafe\u0301")).toEqual({ ok: true, value: "caf\u00e9" });
  });

  it("never hold half of a character, which the database cannot keep", () => {
    expect(checkValue("text", "a\ud800b")).toMatchObject({ ok: false });
  });
});
