import type { Position } from "../timeline/source";

export type StreamItem<T> = { at: number; position: Position; value: T };
export type StreamState = {
  /** Instant of the last entry taken: nothing behind it may look newer. */
  last: number;
  /** Stream -> the position of the last entry taken from it. */
  taken: Record<string, Position>;
};
export type MergedPage<T> = { items: T[]; state: StreamState; hasMore: boolean };

/**
 * The newest `limit` items of several streams that are each in their own order. A stream may be ordered by something
 * that only nearly follows time (a number handed out at the start of a transaction), so an item never counts as newer
 * than the one before it in its stream: pages then lose and repeat nothing.
 */
export function mergeStreams<T>(
  streams: ReadonlyMap<string, readonly StreamItem<T>[]>,
  limit: number,
  before: StreamState,
): MergedPage<T> {
  const heads = new Map([...streams.keys()].map((id) => [id, 0]));
  const state: StreamState = { last: before.last, taken: { ...before.taken } };
  const items: T[] = [];
  while (items.length < limit) {
    let best: { id: string; at: number; item: StreamItem<T> } | null = null;
    for (const [id, list] of streams) {
      const item = list[heads.get(id) ?? 0];
      if (!item) continue;
      const at = Math.min(item.at, state.last);
      if (!best || at > best.at) best = { id, at, item };
    }
    if (!best) break;
    items.push(best.item.value);
    state.last = best.at;
    state.taken[best.id] = best.item.position;
    heads.set(best.id, (heads.get(best.id) ?? 0) + 1);
  }
  const hasMore = [...streams].some(([id, list]) => list.length > (heads.get(id) ?? 0));
  return { items, state, hasMore };
}
