import type { DiffLine } from "@/contracts/campaigns";

/** Beyond this many changed lines the middle is shown as taken out and put in as a whole. */
const EXACT_LINES = 1200;
const AROUND = 2;

/** What changed between two texts, line by line, with two lines around each change and a gap for the rest. Pure. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1;
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: "same", text }));
  return withGaps([
    ...same(before.slice(0, head)),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ]);
}

function middle(before: readonly string[], after: readonly string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: "removed", text });
  const added = (text: string): DiffLine => ({ kind: "added", text });
  if (before.length > EXACT_LINES || after.length > EXACT_LINES) return [...before.map(removed), ...after.map(added)];
  // The length of the longest common rest from (i, j) on.
  const width = after.length + 1;
  const rest = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => rest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      rest[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: "same", text: before[i] ?? "" });
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(before[i] ?? ""));
      i += 1;
    } else {
      lines.push(added(after[j] ?? ""));
      j += 1;
    }
  }
  return lines;
}

/** Keeps what is near a change; a longer stretch of the same becomes one gap that says how many lines. */
function withGaps(lines: DiffLine[]): DiffLine[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((line) => line.kind !== "same"),
  );
  const shown: DiffLine[] = [];
  let skipped = 0;
  const closeGap = () => {
    if (skipped > 0) shown.push({ kind: "gap", text: skipped === 1 ? "1 line the same" : `${skipped} lines the same` });
    skipped = 0;
  };
  for (const [at, line] of lines.entries()) {
    if (near[at]) {
      closeGap();
      shown.push(line);
    } else skipped += 1;
  }
  closeGap();
  return shown;
}
