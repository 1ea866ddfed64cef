import { describe, expect, it } from "vitest";
import { type Change, diffSequence } from "./diff-sequence";

const letters = (changes: readonly Change[]) =>
  changes
    .map(({ kind, items }) => `${kind === "same" ? "=" : kind === "added" ? "+" : "-"}${items.join("")}`)
    .join(" ");
const diff = (before: string, after: string) => diffSequence([...before], [...after]);
const side = (changes: readonly Change[], other: Change["kind"]) =>
  changes.flatMap(({ kind, items }) => (kind === other ? [] : items)).join("");

describe("what became of a row", () => {
  it.each([
    ["", "", ""],
    ["abc", "abc", "=abc"],
    ["", "abc", "+abc"],
    ["abc", "", "-abc"],
    ["abc", "axc", "=a -b +x =c"],
    ["abcd", "acd", "=a -b =cd"],
    ["acd", "abcd", "=a +b =cd"],
  ])("%s to %s", (before, after, expected) => {
    expect(letters(diff(before, after))).toBe(expected);
  });

  it("always gives both sides back whole, with no more edits than the letters that differ", () => {
    let state = 11;
    const next = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 500; round += 1) {
      const before = Array.from({ length: next(30) }, () => "abc"[next(3)]).join("");
      const after = Array.from({ length: next(30) }, () => "abc"[next(3)]).join("");
      const changes = diff(before, after);
      expect([side(changes, "added"), side(changes, "removed")]).toEqual([before, after]);
      const edits = changes.flatMap(({ kind, items }) => (kind === "same" ? [] : items)).length;
      expect(edits).toBe(before.length + after.length - 2 * longestCommon(before, after));
    }
  });

  it("stays quick for what has nothing in common", () => {
    const before = Array.from({ length: 50_000 }, (_, at) => `a${at}`);
    const after = Array.from({ length: 50_000 }, (_, at) => `b${at}`);
    expect(diffSequence(before, after).map(({ kind, items }) => [kind, items.length])).toEqual([
      ["removed", 50_000],
      ["added", 50_000],
    ]);
  });
});

function longestCommon(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let x = 1; x <= a.length; x += 1)
    for (let y = 1; y <= b.length; y += 1) {
      const row = rows[x] ?? [];
      const above = rows[x - 1] ?? [];
      row[y] = a[x - 1] === b[y - 1] ? (above[y - 1] ?? 0) + 1 : Math.max(above[y] ?? 0, row[y - 1] ?? 0);
    }
  return rows[a.length]?.[b.length] ?? 0;
}
