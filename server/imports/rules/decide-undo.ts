import type { AttributeValue, ContactAttributes } from "@/contracts/contacts";
import type { UndoReason } from "@/contracts/imports";

/** Standard columns an import writes; the normalised address travels with the address. */
export const UNDO_COLUMNS = [
  "email",
  "external_id",
  "phone",
  "first_name",
  "last_name",
  "time_zone",
  "locale",
] as const;
export type UndoColumn = (typeof UNDO_COLUMNS)[number];
export type UndoValues = Record<UndoColumn, string | null> & { attributes: ContactAttributes };

/** What the import did to somebody, in order. */
export type Steps = readonly {
  columns?: Record<string, [before: string | null, after: string | null]>;
  attributes?: Record<string, [before: unknown, after: unknown]>;
  tags?: number[];
  list?: number;
}[];

export type UndoFacts = {
  isNew: boolean;
  steps: Steps;
  /** As they are now; null when the contact is gone. */
  now: UndoValues | null;
  isMerged: boolean;
  /** Saved by anybody after the import's last change of them, or seen opening or clicking. */
  isChanged: boolean;
  isWrittenTo: boolean;
  /** The ledger holds a statement that is not this import's, or they chose how often to be written to. */
  hasAnswered: boolean;
  hasCompany: boolean;
  tags: readonly number[];
  lists: readonly number[];
};

export type UndoDecision =
  | { kind: "keep"; reason: UndoReason }
  | { kind: "remove" }
  /** `left`: keys somebody changed since. */
  | { kind: "restore"; values: UndoValues; isChange: boolean; left: string[]; tags: number[]; list: number | null };

/**
 * What to do with one person of an import that is taken back. Somebody it created goes, unless anything else has
 * happened to them; of somebody it changed, each field goes back that still says what the import wrote. `canHold` says
 * whether a field can still hold its former value: its type may be another one by now.
 */
export function decideUndo(facts: UndoFacts, canHold: (key: string, value: AttributeValue) => boolean): UndoDecision {
  const keep = (reason: UndoReason): UndoDecision => ({ kind: "keep", reason });
  if (!facts.now) return keep(facts.isMerged ? "merged" : "gone");
  const given = new Set(facts.steps.flatMap((step) => step.tags ?? []));
  const list = facts.steps.find((step) => step.list !== undefined)?.list ?? null;
  if (!facts.isNew) return restore(facts, facts.now, [...given], list, canHold);
  if (facts.isWrittenTo) return keep("written_to");
  if (facts.isMerged) return keep("merged");
  if (facts.hasAnswered) return keep("answered");
  if (facts.isChanged) return keep("changed");
  if (facts.hasCompany) return keep("company");
  if (facts.tags.some((tag) => !given.has(tag))) return keep("tagged");
  if (facts.lists.some((no) => no !== list)) return keep("listed");
  return { kind: "remove" };
}

function restore(
  facts: UndoFacts,
  now: UndoValues,
  tags: number[],
  list: number | null,
  canHold: (key: string, value: AttributeValue) => boolean,
): UndoDecision {
  const values: UndoValues = { ...now, attributes: { ...now.attributes } };
  const left: string[] = [];
  const { columns, attributes } = oneStep(facts.steps);
  for (const [key, [before, after]] of columns) {
    if (!isColumn(key)) continue;
    if (now[key] === after) values[key] = before;
    else if (now[key] !== before) left.push(key);
  }
  for (const [key, [before, after]] of attributes) {
    const current = now.attributes[key] ?? null;
    if (current === (before ?? null)) continue;
    if (current !== after || !(isValue(before) ? canHold(key, before) : (before ?? null) === null)) left.push(key);
    else if (isValue(before)) values.attributes[key] = before;
    else delete values.attributes[key];
  }
  const isChange =
    UNDO_COLUMNS.some((key) => values[key] !== now[key]) ||
    JSON.stringify(values.attributes) !== JSON.stringify(now.attributes);
  return { kind: "restore", values, isChange, left, tags, list };
}

/** Several changes of one person as one: before the first, after the last. */
function oneStep(steps: Steps) {
  const columns = new Map<string, [string | null, string | null]>();
  const attributes = new Map<string, [unknown, unknown]>();
  for (const step of steps) {
    for (const [key, [before, after]] of Object.entries(step.columns ?? {}))
      columns.set(key, [columns.has(key) ? (columns.get(key)?.[0] ?? null) : before, after]);
    for (const [key, [before, after]] of Object.entries(step.attributes ?? {}))
      attributes.set(key, [attributes.has(key) ? attributes.get(key)?.[0] : before, after]);
  }
  return { columns, attributes };
}

const isColumn = (key: string): key is UndoColumn => (UNDO_COLUMNS as readonly string[]).includes(key);
const isValue = (value: unknown): value is AttributeValue =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
