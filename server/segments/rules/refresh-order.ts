/** A segment of a refresh and the segments of the same refresh that its rule names. */
export type OrderedSegment = { segmentNo: number; after: number[] };

/**
 * Puts segments into an order in which each comes after those it names. A circle, which saving refuses, would be left out
 * rather than looped over.
 */
export function refreshOrder(
  segmentNos: readonly number[],
  edges: readonly { from: number; to: number }[],
): OrderedSegment[] {
  const inside = new Set(segmentNos);
  const after = new Map(segmentNos.map((no) => [no, new Set<number>()]));
  for (const { from, to } of edges) if (inside.has(from) && inside.has(to)) after.get(from)?.add(to);
  const order: OrderedSegment[] = [];
  const done = new Set<number>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const [no, needed] of after) {
      if (done.has(no) || ![...needed].every((other) => done.has(other))) continue;
      done.add(no);
      order.push({ segmentNo: no, after: [...needed] });
      grew = true;
    }
  }
  return order;
}

/** Whether a refresh changed who is in a segment, so that segments naming it must be looked at again. */
export const hasChanged = (outcome: { outcome: string; entered?: number; exited?: number }): boolean =>
  outcome.outcome === "static" || (outcome.entered ?? 0) + (outcome.exited ?? 0) > 0;

/** A dependent is refreshed when something it names changed in this same refresh. */
export const isAffected = ({ after }: OrderedSegment, changed: readonly number[]): boolean =>
  after.some((no) => changed.includes(no));
