import { expect, it } from "vitest";
import type { Condition, GroupCondition } from "@/contracts/documents/condition";
import { subjectOf } from "@/contracts/row-kinds";
import {
  appendTo,
  asGroup,
  duplicateAt,
  groupsOf,
  moveTo,
  nodeAt,
  removeAt,
  replaceAt,
  targetsOf,
  wrapAt,
} from "./tree";

const row = (field: string): Condition => ({ kind: "attribute", field, operator: "is_set" });
const group = (op: GroupCondition["op"], ...children: Condition[]): GroupCondition => ({ kind: "group", op, children });
const tree = group("all", row("a"), group("any", row("b"), group("none", row("c"))), row("d"), group("any", row("e")));

/** "all(a any(b none(c)) d any(e))" */
const show = (node: Condition): string =>
  node.kind === "group" ? `${node.op}(${node.children.map(show).join(" ")})` : subjectOf(node);

it("edits one node and leaves the rest the same objects", () => {
  const edited = replaceAt(tree, [1, 1, 0], row("x"));
  expect(show(edited)).toBe("all(a any(b none(x)) d any(e))");
  expect(edited.children[3]).toBe(tree.children[3]);
  expect(show(removeAt(tree, [1, 0]))).toBe("all(a any(none(c)) d any(e))");
  expect(show(duplicateAt(tree, [2]))).toBe("all(a any(b none(c)) d d any(e))");
  expect(show(wrapAt(tree, [0], "any"))).toBe("all(any(a) any(b none(c)) d any(e))");
  expect(show(appendTo(tree, [1, 1], row("x")))).toBe("all(a any(b none(c x)) d any(e))");
  expect(show(asGroup(row("a")))).toBe("all(a)");
});

it("moves a node to the end of another group, wherever that group slides to", () => {
  expect(show(moveTo(tree, [0], [3]))).toBe("all(any(b none(c)) d any(e a))");
  expect(show(moveTo(tree, [0], [1, 1]))).toBe("all(any(b none(c a)) d any(e))");
  expect(show(moveTo(tree, [1, 1, 0], []))).toBe("all(a any(b none()) d any(e) c)");
  expect(show(moveTo(tree, [3], [1]))).toBe("all(a any(b none(c) any(e)) d)");
  expect(show(moveTo(tree, [1, 0], [1, 1]))).toBe("all(a any(none(c b)) d any(e))");
});

it("never moves a group into itself, and never offers to", () => {
  expect(moveTo(tree, [1], [1, 1])).toBe(tree);
  expect(moveTo(tree, [1], [1])).toBe(tree);
  expect(targetsOf(tree, [1]).map((target) => target.path)).toEqual([[3]]);
  expect(targetsOf(tree, [0]).map((target) => target.label)).toEqual([
    "Group 2: any of",
    "Group 2.2: none of",
    "Group 4: any of",
  ]);
  expect(groupsOf(tree)[0]?.label).toBe("All of (top)");
});

it("loses no row in any possible move", () => {
  const rows = (node: Condition): string[] => (node.kind === "group" ? node.children.flatMap(rows) : [show(node)]);
  const paths = (node: Condition, path: number[] = []): number[][] => [
    path,
    ...(node.kind === "group" ? node.children.flatMap((child, i) => paths(child, [...path, i])) : []),
  ];
  for (const from of paths(tree))
    for (const { path } of targetsOf(tree, from)) {
      const moved = moveTo(tree, from, path);
      expect(rows(moved).sort()).toEqual(rows(tree).sort());
      if (from.length > 0) expect(nodeAt(tree, from)).toBeDefined();
    }
});
