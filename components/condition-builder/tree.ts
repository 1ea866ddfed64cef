import type { Condition, GroupCondition } from "@/contracts/documents/condition";

/** Where a node is: the place in each group on the way down; [] is the root. */
export type Path = readonly number[];

export const pathKey = (path: Path): string => path.join(".");
export const samePath = (a: Path, b: Path): boolean => pathKey(a) === pathKey(b);
const isInside = (path: Path, group: Path): boolean =>
  path.length >= group.length && group.every((place, i) => place === path[i]);

/** The builder edits a group; a rule that is one row becomes ALL of that row. */
export const asGroup = (condition: Condition): GroupCondition =>
  condition.kind === "group" ? condition : { kind: "group", op: "all", children: [condition] };

export function nodeAt(root: Condition, path: Path): Condition | undefined {
  let node: Condition | undefined = root;
  for (const place of path) node = node?.kind === "group" ? node.children[place] : undefined;
  return node;
}

/** The tree with what `change` makes of one node; no nodes removes it. Other nodes keep their identity. */
function changeAt(root: GroupCondition, path: Path, change: (node: Condition) => Condition[]): GroupCondition {
  const [place, ...rest] = path;
  if (place === undefined) return root;
  const children = root.children.flatMap((child, index) => {
    if (index !== place) return [child];
    if (rest.length === 0) return change(child);
    return child.kind === "group" ? [changeAt(child, rest, change)] : [child];
  });
  return { ...root, children };
}

export const replaceAt = (root: GroupCondition, path: Path, node: Condition): GroupCondition =>
  path.length === 0 ? asGroup(node) : changeAt(root, path, () => [node]);

export const removeAt = (root: GroupCondition, path: Path): GroupCondition => changeAt(root, path, () => []);

/** The copy stands right below. */
export const duplicateAt = (root: GroupCondition, path: Path): GroupCondition =>
  changeAt(root, path, (node) => [node, structuredClone(node)]);

/** Puts the node alone into a group of its own, to be joined by others. */
export const wrapAt = (root: GroupCondition, path: Path, op: GroupCondition["op"]): GroupCondition =>
  changeAt(root, path, (node) => [{ kind: "group", op, children: [node] }]);

export function appendTo(root: GroupCondition, groupPath: Path, node: Condition): GroupCondition {
  const group = nodeAt(root, groupPath);
  if (group?.kind !== "group") return root;
  return replaceAt(root, groupPath, { ...group, children: [...group.children, node] });
}

/** Moves a node to the end of another group. A group cannot move into itself; then nothing changes. */
export function moveTo(root: GroupCondition, from: Path, groupPath: Path): GroupCondition {
  const node = nodeAt(root, from);
  if (!node || from.length === 0 || isInside(groupPath, from)) return root;
  const without = removeAt(root, from);
  return appendTo(without, shifted(groupPath, from), node);
}

/** A path after the node at `removed` is gone: later siblings move up by one. */
function shifted(path: Path, removed: Path): Path {
  const last = removed.length - 1;
  const isLaterSibling =
    path.length > last &&
    removed.slice(0, last).every((place, i) => place === path[i]) &&
    (path[last] ?? 0) > (removed[last] ?? 0);
  return isLaterSibling ? path.map((place, i) => (i === last ? place - 1 : place)) : path;
}

export type GroupPlace = { path: Path; op: GroupCondition["op"]; label: string };

export const GROUP_WORDS: Record<GroupCondition["op"], string> = { all: "All of", any: "Any of", none: "None of" };

/** Every group by its outline number, for "Move to group": "All of (top)", "Group 2.1: any of". */
export function groupsOf(root: GroupCondition, path: Path = []): GroupPlace[] {
  const label =
    path.length === 0
      ? `${GROUP_WORDS[root.op]} (top)`
      : `Group ${path.map((place) => place + 1).join(".")}: ${GROUP_WORDS[root.op].toLowerCase()}`;
  const below = root.children.flatMap((child, index) =>
    child.kind === "group" ? groupsOf(child, [...path, index]) : [],
  );
  return [{ path, op: root.op, label }, ...below];
}

/** Groups a node can move to: every one but its own and those inside it. */
export const targetsOf = (root: GroupCondition, from: Path): GroupPlace[] =>
  groupsOf(root).filter((group) => !samePath(group.path, from.slice(0, -1)) && !isInside(group.path, from));

/** Where each row stands, from top to bottom: the order of contracts/documents/condition.ts rowsOf. */
export const rowPaths = (node: Condition, path: Path = []): Path[] =>
  node.kind === "group" ? node.children.flatMap((child, index) => rowPaths(child, [...path, index])) : [path];
