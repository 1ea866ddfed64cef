import { describe, expect, it } from "vitest";
import { mergeStreams, type StreamItem, type StreamState } from "./merge-streams";

type Item = StreamItem<string>;
const START: StreamState = { last: Number.POSITIVE_INFINITY, taken: {} };

/** Reads all pages as the query does: each stream behind its own position. */
function readAll(streams: Map<string, Item[]>, limit: number): string[][] {
  const pages: string[][] = [];
  let state = START;
  for (;;) {
    const rest = new Map(
      [...streams].map(([id, list]) => {
        const taken = state.taken[id];
        const from = taken ? list.findIndex((item) => item.position[0] === taken[0]) + 1 : 0;
        return [id, list.slice(from, from + limit + 1)] as const;
      }),
    );
    const page = mergeStreams(rest, limit, state);
    if (page.items.length > 0) pages.push(page.items);
    if (!page.hasMore) return pages;
    state = page.state;
  }
}

describe("several streams as one timeline", () => {
  it("shows the newest first", () => {
    const streams = new Map<string, Item[]>([
      [
        "a",
        [
          { at: 5, position: [2], value: "a5" },
          { at: 1, position: [1], value: "a1" },
        ],
      ],
      ["b", [{ at: 3, position: [9], value: "b3" }]],
    ]);
    expect(readAll(streams, 2)).toEqual([["a5", "b3"], ["a1"]]);
  });

  it("loses and repeats nothing over pages, also where a stream does not quite follow time", () => {
    let seed = 3;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let trial = 0; trial < 200; trial += 1) {
      const streams = new Map<string, Item[]>();
      for (const id of ["a", "b", "c"]) {
        let at = 1000;
        const list: Item[] = [];
        for (let n = random(20); n > 0; n -= 1) {
          at -= random(5);
          list.push({ at: at + random(4), position: [n], value: `${id}${n}` });
        }
        streams.set(id, list);
      }
      const all = readAll(streams, random(6) + 1).flat();
      const wanted = [...streams.values()].flat().map((item) => item.value);
      expect([...all].sort()).toEqual([...wanted].sort());
      for (const [id, list] of streams)
        expect(all.filter((value) => value.startsWith(id))).toEqual(list.map((item) => item.value));
    }
  });
});
