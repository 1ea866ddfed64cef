"use client";

import { useEffect, useRef } from "react";
import { conditionFaults } from "@/contracts/condition-faults";
import type { Condition } from "@/contracts/documents/condition";
import { BuilderContext } from "./builder-context";
import { ConditionGroup } from "./condition-group";
import { asGroup, type Path, pathKey, rowPaths } from "./tree";
import type { VocabularyState } from "./use-vocabulary";

export type ConditionBuilderProps = {
  value: Condition;
  onChange: (value: Condition) => void;
  /** What rows can name: useVocabulary. */
  words: Pick<VocabularyState, "vocabulary" | "learn">;
  /** Sentences from the server by pointer into the condition: "#/children/0/value". */
  errors?: Readonly<Record<string, string>>;
  /** Also marks rows that are merely unfinished; for after an attempt to save. */
  showUnfinished?: boolean;
  disabled?: boolean;
  /** Rows to mark, by place from top to bottom. */
  marked?: readonly number[];
  /** Begin at the first row, for a page that is about nothing else. */
  autoFocus?: boolean;
};

/** Edits a Condition as nested ALL, ANY and NONE groups of sentence-like rows. */
export function ConditionBuilder(props: ConditionBuilderProps) {
  const { value, onChange, errors, showUnfinished = false, disabled = false, marked = [], autoFocus = false } = props;
  const frame = useRef<HTMLDivElement>(null);
  const focusNext = useRef<{ path: Path; part?: "value" } | null>(null);
  const root = asGroup(value);
  const { vocabulary, learn } = props.words;
  // After the tree changed under the person's hands, the focus goes to the row they made, or to the group of the one they deleted.
  useEffect(() => {
    const next = focusNext.current;
    if (!next) return;
    focusNext.current = null;
    const node = frame.current?.querySelector(`[data-path="${pathKey(next.path)}"]`);
    const value = next.part && node?.querySelector("[data-row-value]");
    const control = value
      ? (value.querySelector("input") ?? value.querySelector("button"))
      : node?.querySelector("button, input");
    (control as HTMLElement | null | undefined)?.focus();
  });
  useEffect(() => {
    if (autoFocus) frame.current?.querySelector<HTMLElement>("[role=combobox]")?.focus({ preventScroll: true });
  }, [autoFocus]);
  const faults = Object.fromEntries(
    conditionFaults(root, vocabulary)
      .filter((fault) => showUnfinished || isWritten(root, fault.pointer))
      .map((fault) => [rowPointer(fault.pointer), fault.detail]),
  );
  const markedPaths = new Set(rowPaths(root).flatMap((path, at) => (marked.includes(at) ? [pathKey(path)] : [])));
  const fromServer = Object.fromEntries(
    Object.entries(errors ?? {}).map(([pointer, detail]) => [rowPointer(pointer), detail]),
  );
  return (
    <BuilderContext
      value={{
        root,
        vocabulary,
        learn,
        disabled,
        isMarked: (path) => markedPaths.has(pathKey(path)),
        faultAt: (path) => {
          const pointer = ["#", ...path.flatMap((place) => ["children", String(place)])].join("/");
          return faults[pointer] ?? fromServer[pointer];
        },
        change: (next, focus, part) => {
          focusNext.current = focus ? { path: focus, ...(part ? { part } : {}) } : null;
          onChange(next);
        },
      }}
    >
      <div ref={frame} data-slot="condition-builder">
        <ConditionGroup group={root} path={[]} />
      </div>
    </BuilderContext>
  );
}

/** "#/children/0/value" -> "#/children/0": a row shows its fault under itself. */
const rowPointer = (pointer: string): string =>
  pointer.replace(/\/(field|operator|value|tags|segment|campaign|topic|count|window|url|salt|to)$/, "");

/** Whether the person has already put something there: an empty row is unfinished, not wrong. */
function isWritten(root: Condition, pointer: string): boolean {
  let node: Condition | undefined = root;
  for (const place of pointer.matchAll(/children\/(\d+)/g))
    node = node?.kind === "group" ? node.children[Number(place[1])] : undefined;
  if (!node || node.kind === "group") return false;
  if (node.kind === "tag") return node.tags.length > 0;
  if (node.kind === "segment") return node.segment !== "";
  if (node.kind !== "attribute") return true;
  if (pointer.endsWith("/field")) return node.field !== "";
  const { value } = node;
  return value !== undefined && value !== "" && !(Array.isArray(value) && (value.length === 0 || value.includes("")));
}
