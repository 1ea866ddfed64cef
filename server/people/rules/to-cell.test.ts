import { describe, expect, it } from "vitest";
import { fromSpreadsheetText, toCsvLine, toSpreadsheetText } from "./to-cell";

describe("a cell for a spreadsheet", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+49 30", "'+49 30"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t'=1"],
    ["\r=1", "'\r'=1"],
    ["  =1", "  '=1"],
    ["＝1", "'＝1"],
    ["a;=1", "a;'=1"],
    ["a,-1", "a,'-1"],
    ['"=1', `"'=1`],
    ["a\n@x", "a\n'@x"],
    ["'=1", "''=1"],
    ["a=b - c", "a=b - c"],
    ["O'Neill", "O'Neill"],
    ["", ""],
  ])("turns %j into %j, and back", (text, cell) => {
    expect(toSpreadsheetText(text)).toBe(cell);
    expect(fromSpreadsheetText(cell)).toBe(text);
  });

  it("never begins with a sign of a formula, behind whatever separator, and comes back exactly", () => {
    const alphabet = [...`=+-@\t\r\n ,;|"'＝ab1`];
    let seed = 7;
    const next = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let i = 0; i < 20_000; i += 1) {
      const text = Array.from({ length: next(12) }, () => alphabet[next(alphabet.length)]).join("");
      const cell = toSpreadsheetText(text);
      const dangerous = cell.split(/[,;|\n"]/).filter((piece) => /^ *[=+\-@\t\r＝]/.test(piece));
      if (dangerous.length > 0 || fromSpreadsheetText(cell) !== text) expect({ text, cell, dangerous }).toBeNull();
    }
  });

  it("keeps numbers numbers, quotes what needs it, and leaves raw text alone when asked to", () => {
    expect(toCsvLine([-1.5, true, null, 'say "x"', "=1"], true)).toBe(`-1.5,true,,"say ""x""",'=1\r\n`);
    expect(toCsvLine(["=1", "a;b"], false)).toBe(`=1,"a;b"\r\n`);
  });
});
