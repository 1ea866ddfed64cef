import { type Condition, rowsOf } from "@/contracts/documents/condition";

/** Whether a rule holds when its rows, from top to bottom, come out like this. */
export function holdsWith(condition: Condition, rows: readonly boolean[]): boolean {
  let next = 0;
  const walk = (node: Condition): boolean => {
    if (node.kind !== "group") {
      next += 1;
      return rows[next - 1] ?? false;
    }
    // Every row is walked, so that the count of rows stays right.
    const children = node.children.map(walk);
    return node.op === "all" ? children.every(Boolean) : children.some(Boolean) === (node.op === "any");
  };
  return walk(condition);
}

/**
 * Rows, by place, each of which alone would bring somebody in had it come out the other way. Empty for people who match and for
 * people who are further away than one row.
 */
export function decisiveRows(condition: Condition, rows: readonly boolean[]): number[] {
  if (holdsWith(condition, rows)) return [];
  return rowsOf(condition).flatMap((_, at) => (holdsWith(condition, flipped(rows, at)) ? [at] : []));
}

const flipped = (rows: readonly boolean[], at: number): boolean[] =>
  rows.map((row, place) => (place === at ? !row : row));

/** Few decisive rows first, and a different row each time where there are such people: five misses should teach five things. */
export function varied<T extends { rows: readonly number[] }>(misses: readonly T[], limit: number): T[] {
  const left = [...misses].sort((a, b) => a.rows.length - b.rows.length);
  const chosen: T[] = [];
  while (chosen.length < limit && left.length > 0) {
    const shown = new Map<number, number>();
    for (const { rows } of chosen) for (const row of rows) shown.set(row, (shown.get(row) ?? 0) + 1);
    const novelty = left.map(({ rows }) => Math.min(...rows.map((row) => shown.get(row) ?? 0)));
    const at = novelty.indexOf(Math.min(...novelty));
    chosen.push(...left.splice(at, 1));
  }
  return chosen;
}
