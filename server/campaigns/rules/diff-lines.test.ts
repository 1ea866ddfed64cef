import { describe, expect, it } from "vitest";
import type { DiffLine } from "@/contracts/campaigns";
import { diffLines } from "./diff-lines";

const shown = (lines: DiffLine[]) =>
  lines.map(({ kind, text }) => `${{ same: " ", added: "+", removed: "-", gap: "~" }[kind]}${text}`);

/** Park-Miller: the same texts on every run. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

describe("the difference of two texts", () => {
  it.each([
    [[], [], []],
    [["a"], ["a"], ["~1 line the same"]],
    [["a"], ["b"], ["-a", "+b"]],
    [[], ["a"], ["+a"]],
    [
      ["a", "b", "c"],
      ["a", "c"],
      [" a", "-b", " c"],
    ],
    [
      ["1", "2", "3", "4", "x"],
      ["1", "2", "3", "4", "y"],
      ["~2 lines the same", " 3", " 4", "-x", "+y"],
    ],
  ])("%j to %j", (before, after, lines) => {
    expect(shown(diffLines(before, after))).toEqual(lines);
  });

  it("gives both texts back: the old one is what is removed or the same, the new one what is added or the same", () => {
    const next = numbers(7);
    const text = () => Array.from({ length: next(6) }, () => "abc".charAt(next(3)));
    let whole = 0;
    for (let round = 0; round < 500; round += 1) {
      const [before, after] = [text(), text()];
      const lines = diffLines(before, after);
      const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text);
      if (lines.some((line) => line.kind === "gap")) continue;
      whole += 1;
      expect([without("added"), without("removed")]).toEqual([before, after]);
    }
    expect(whole).toBeGreaterThan(300);
  });
});
