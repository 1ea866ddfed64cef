/** A small seeded generator (mulberry32): the same seed gives the same company on every machine. */
export type Random = {
  next(): number;
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
  chance(p: number): boolean;
};

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    next,
    below,
    pick: (list) => {
      const found = list[below(list.length)];
      if (found === undefined) throw new Error("picked from an empty list");
      return found;
    },
    chance: (p) => next() < p,
  };
}
