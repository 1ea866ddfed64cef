import { describe, expect, it } from "vitest";
import { type CsvRecord, CsvSplitter } from "./split-csv";

function split(text: string, pieces = [text], delimiter = ","): CsvRecord[] {
  const splitter = new CsvSplitter(delimiter);
  return pieces.flatMap((piece, i) => [...splitter.push(piece, i === pieces.length - 1)]);
}
const fields = (text: string) => split(text).map((r) => (r.broken ? [r.broken, r.line] : r.fields));

describe("splitting CSV", () => {
  it.each([
    [
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a,b\r\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a,b\r1,2\r",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ['"a","b ""x"""\n', [["a", 'b "x"']]],
    [
      '"two\nlines",b\nnext,c',
      [
        ["two\nlines", "b"],
        ["next", "c"],
      ],
    ],
    ['5" pipe,b\n', [['5" pipe', "b"]]],
    ["a,,\n", [["a", "", ""]]],
    ['"",x\n', [["", "x"]]],
    ["\n\n a,b\n  \n", [[" a", "b"]]],
    ['x,"last"', [["x", "last"]]],
  ])("reads %j", (text, want) => {
    expect(fields(text)).toEqual(want);
  });

  it("reports a row with broken quotes and goes on with the next line", () => {
    expect(fields('a,b\n"x" y,2\nc,d\n"never closed,4\ne,f\n')).toEqual([
      ["a", "b"],
      ["quotes", 2],
      ["c", "d"],
      ["quotes", 4],
      ["e", "f"],
    ]);
  });

  it("gives up a quote that stays open for a megabyte instead of reading the file into memory", () => {
    const piece = `${"x".repeat(99)}\n`.repeat(1000);
    const splitter = new CsvSplitter(",");
    const found = [...splitter.push('a\n"open,1\n', false)];
    for (let i = 0; i < 30; i += 1) found.push(...splitter.push(piece, i === 29));
    expect(found.filter((r) => r.broken).map((r) => r.line)).toEqual([2]);
    expect(found).toHaveLength(30_002);
  });

  it("lets a row of several megabytes go as one row, wherever its pieces end, and reads on behind it", () => {
    const text = `h,i\r\n${"x".repeat(3_000_000)},1\r\nnext,2\r\n${"y".repeat(1_100_000)}`;
    for (const size of [100_000, 262_144, 1_500_001, text.length]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      );
      const found = split(text, pieces);
      expect(
        found.map((r) => [r.line, r.broken]),
        `pieces of ${size}`,
      ).toEqual([
        [1, null],
        [2, "too_long"],
        [3, null],
        [4, "too_long"],
      ]);
      expect(found.reduce((sum, r) => sum + r.chars, 0)).toBe(text.length);
    }
  });

  it("counts lines through quoted line breaks and blank lines", () => {
    expect(split('h\n"a\nb\r\nc"\n\nd\n').map((r) => r.line)).toEqual([1, 2, 6]);
  });

  it("reads the same however the text is cut into pieces, and its chars add up to the text", () => {
    const text = 'h1,h2\r\n"a ""q""\r\nb",2\r\n\r\n"bad" x,1\r\nplain,"z"\r\nend,';
    const whole = split(text);
    expect(whole.reduce((sum, r) => sum + r.chars, 0)).toBe(text.length);
    for (let i = 1; i < text.length; i += 1)
      for (let j = i; j < text.length; j += 3)
        expect(split(text, [text.slice(0, i), text.slice(i, j), text.slice(j)]), `cut at ${i} and ${j}`).toEqual(whole);
  });
});
