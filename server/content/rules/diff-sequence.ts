export type Change = { kind: "same" | "removed" | "added"; items: string[] };

const MAX_EDITS = 800;

/**
 * What became of a row of words or lines, in order: Myers' shortest edit script, after the common head and tail. Beyond
 * 800 edits the middle counts as replaced as a whole, so time stays bounded.
 */
export function diffSequence(before: readonly string[], after: readonly string[]): Change[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const middle = shortestEdits(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return join([
    { kind: "same", items: before.slice(0, head) },
    ...middle,
    { kind: "same", items: before.slice(before.length - tail) },
  ]);
}

function join(changes: readonly Change[]): Change[] {
  const joined: Change[] = [];
  for (const change of changes) {
    const last = joined.at(-1);
    if (change.items.length === 0) continue;
    if (last?.kind === change.kind) last.items.push(...change.items);
    else joined.push({ kind: change.kind, items: [...change.items] });
  }
  return joined;
}

function shortestEdits(before: readonly string[], after: readonly string[]): Change[] {
  const replaced: Change[] = [
    { kind: "removed", items: [...before] },
    { kind: "added", items: [...after] },
  ];
  if (before.length === 0 || after.length === 0) return replaced;
  const trace = trailOf(before, after);
  return trace ? walkBack(before, after, trace) : replaced;
}

/** How far each diagonal got after each number of edits; null when it would take too many. */
function trailOf(before: readonly string[], after: readonly string[]): Map<number, number>[] | null {
  const most = Math.min(before.length + after.length, MAX_EDITS);
  const reach = new Map<number, number>([[1, 0]]);
  const trail: Map<number, number>[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trail.push(new Map(reach));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = stepsDown(reach, diagonal, edits) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return trail;
    }
  }
  return null;
}

const stepsDown = (reach: Map<number, number>, diagonal: number, edits: number): boolean =>
  diagonal === -edits || (diagonal !== edits && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1));

function walkBack(before: readonly string[], after: readonly string[], trail: Map<number, number>[]): Change[] {
  const found: Change[] = [];
  let x = before.length;
  let y = after.length;
  const take = (kind: Change["kind"], item: string | undefined) => found.push({ kind, items: [item ?? ""] });
  for (let edits = trail.length - 1; edits >= 0; edits -= 1) {
    const reach = trail[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const down = stepsDown(reach, diagonal, edits);
    const from = down ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : (reach.get(from) ?? 0);
    const fromY = edits === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      take("same", before[x]);
    }
    if (edits === 0) break;
    if (down) take("added", after[--y]);
    else take("removed", before[--x]);
  }
  return found.reverse();
}
