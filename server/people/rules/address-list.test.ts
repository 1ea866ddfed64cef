import { describe, expect, it } from "vitest";
import { layoutOf, readRow } from "./address-list";

const row = (...fields: string[]) => ({ line: 7, fields, broken: null });
const read = (rows: ReturnType<typeof row>[]) => {
  const layout = layoutOf(rows[0], rows[1]);
  return rows
    .slice(layout.kind === "column" && layout.hasHeading ? 1 : 0)
    .flatMap((one) => readRow(one, layout))
    .map((piece) => ("key" in piece ? piece.key : `! ${piece.fault.text}`));
};

describe("a list of addresses", () => {
  it.each([
    ["one per line", [row("A@x.example"), row("b@x.example")], ["a@x.example", "b@x.example"]],
    [
      "several in a line",
      [row("a@x.example", " b@x.example "), row("c@x.example")],
      ["a@x.example", "b@x.example", "c@x.example"],
    ],
    ["blanks between", [row("a@x.example b@x.example"), row("nobody")], ["a@x.example", "b@x.example", "! nobody"]],
    ["a heading alone", [row("E-mail"), row("a@x.example")], ["a@x.example"]],
    ["a named column", [row("name", "Email"), row("Ada", "a@x.example"), row("Bo", "")], ["a@x.example", "! "]],
    ["a column found by what stands below", [row("name", "who"), row("Ada", "a@x.example")], ["a@x.example"]],
    [
      "no heading, other columns",
      [row("a@x.example", "Ada"), row("b@x.example", "Bo")],
      ["a@x.example", "b@x.example"],
    ],
    ["names around addresses", [row("Ada <A@x.example>"), row("b@x.example")], ["a@x.example", "b@x.example"]],
    ["a first line that is none", [row("ada at x"), row("b@x.example")], ["! ada at x", "b@x.example"]],
    ["blank cells of a plain list", [row("a@x.example", ""), row("", "b@x.example")], ["a@x.example", "b@x.example"]],
  ])("is read: %s", (_what, rows, expected) => {
    expect(read(rows)).toEqual(expected);
  });

  it("names the line and the fault of what is no address", () => {
    const layout = { kind: "list" as const };
    expect(readRow(row("ada.example.com"), layout)).toEqual([
      { fault: { line: 7, text: "ada.example.com", problem: "An address has an @ sign." } },
    ]);
    expect(readRow({ ...row('"a@x.example'), broken: "quotes" }, layout)).toMatchObject([
      { fault: { line: 7, problem: "A quote in this line is never closed." } },
    ]);
  });
});
