import { expect, it } from "vitest";
import { refreshOrder } from "./refresh-order";

it("puts every segment after all it names, whatever order they come in, and leaves circles out", () => {
  const edges = [
    { from: 4, to: 2 },
    { from: 4, to: 3 },
    { from: 3, to: 1 },
    { from: 2, to: 1 },
    { from: 2, to: 99 },
    { from: 5, to: 6 },
    { from: 6, to: 5 },
  ];
  const order = refreshOrder([4, 3, 2, 1, 5, 6], edges);
  expect(order.map((entry) => entry.segmentNo).sort()).toEqual([1, 2, 3, 4]);
  const place = new Map(order.map((entry, at) => [entry.segmentNo, at]));
  for (const { from, to } of edges.slice(0, 4)) expect(place.get(from)).toBeGreaterThan(place.get(to) ?? -1);
  expect(order.find((entry) => entry.segmentNo === 2)?.after).toEqual([1]);
});
