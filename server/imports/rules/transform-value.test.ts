import { describe, expect, it } from "vitest";
import { transformValue } from "./transform-value";

describe("transforming a value", () => {
  it.each([
    ["lower", "ADA Lovelace", "ada lovelace"],
    ["upper", "de-AT", "DE-AT"],
    ["title", "JEAN-LUC o'neill-ÖZ", "Jean-Luc O'Neill-Öz"],
    ["title", "  dr. ada  ", "  Dr. Ada  "],
    [undefined, " as it is ", " as it is "],
  ] as const)("%s of %j", (transform, text, want) => {
    expect(transformValue(text, transform)).toBe(want);
  });

  it.each([
    ["+49 (0)30 123-4567", undefined, "+49301234567"],
    ["0049 30 1234567", undefined, "+49301234567"],
    ["030/1234567", "49", "+49301234567"],
    ["(030) 1234567", "49", "+49301234567"],
    ["+1 (415) 555-2671", "49", "+14155552671"],
    ["415.555.2671", "1", "+14155552671"],
    ["1-415-555-2671", "1", "+14155552671"],
    ["", "49", ""],
    // Without a country nobody can know whose number this is.
    ["030 1234567", undefined, null],
    ["415 555 2671", "44", null],
    ["+49 30 ext. 5", "49", null],
    ["+0123456789", undefined, null],
    ["+4930123456789012", undefined, null],
    ["call me", "49", null],
    ["=+4930123456", "49", null],
  ] as const)("E.164 of %j with calling code %s is %j", (text, code, want) => {
    expect(transformValue(text, "e164", code)).toBe(want);
  });
});
