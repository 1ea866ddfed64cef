export type RowMove =
  | { kind: "focus"; index: number }
  | { kind: "select"; index: number }
  | { kind: "peek"; index: number }
  | { kind: "open"; index: number }
  | { kind: "actions"; index: number };

/**
 * What a key means in a list of `count` rows with `index` focused; null when it means nothing here.
 * j/k and arrows move, Home/End jump, x selects, Space peeks, Enter opens, "." asks for the row's actions.
 */
export function rowMoveOf(key: string, index: number, count: number): RowMove | null {
  if (count === 0) return null;
  const clamp = (next: number) => Math.min(count - 1, Math.max(0, next));
  // With Shift held, a letter arrives as a capital.
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case "j":
    case "ArrowDown":
      return { kind: "focus", index: clamp(index + 1) };
    case "k":
    case "ArrowUp":
      return { kind: "focus", index: clamp(index - 1) };
    case "Home":
      return { kind: "focus", index: 0 };
    case "End":
      return { kind: "focus", index: count - 1 };
    case "x":
      return { kind: "select", index: clamp(index) };
    case " ":
      return { kind: "peek", index: clamp(index) };
    case "Enter":
      return { kind: "open", index: clamp(index) };
    case ".":
      return { kind: "actions", index: clamp(index) };
    default:
      return null;
  }
}

/** Ids after toggling one, or every id between the last touched row and this one when `range` is held. */
export function toggleSelection(
  ids: readonly string[],
  selected: ReadonlySet<string>,
  index: number,
  anchor: number | null,
): Set<string> {
  const next = new Set(selected);
  const id = ids[index];
  if (id === undefined) return next;
  const turnOn = !next.has(id);
  const from = anchor === null ? index : Math.min(anchor, index);
  const to = anchor === null ? index : Math.max(anchor, index);
  for (const each of ids.slice(from, to + 1)) {
    if (turnOn) next.add(each);
    else next.delete(each);
  }
  return next;
}
