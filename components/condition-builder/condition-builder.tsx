"use client";

import { useEffect, useMemo, useRef } from "react";
import type { FieldDefinition } from "@/contracts/contacts";
import type { Condition } from "@/contracts/documents/condition";
import { conditionFaults, fieldMap } from "@/contracts/operators";
import { BuilderContext } from "./builder-context";
import { ConditionGroup } from "./condition-group";
import { asGroup, type Path, pathKey } from "./tree";

export type ConditionBuilderProps = {
  value: Condition;
  onChange: (value: Condition) => void;
  /** What rows can name, from `segments.fields`. */
  fields: readonly FieldDefinition[];
  /** Sentences from the server by pointer into the condition: "#/children/0/value". */
  errors?: Readonly<Record<string, string>>;
  /** Also marks rows that are merely unfinished; for after an attempt to save. */
  showUnfinished?: boolean;
  disabled?: boolean;
};

/** Edits a Condition as nested ALL, ANY and NONE groups of sentence-like rows. */
export function ConditionBuilder(props: ConditionBuilderProps) {
  const { value, onChange, errors, showUnfinished = false, disabled = false } = props;
  const frame = useRef<HTMLDivElement>(null);
  const focusNext = useRef<Path | null>(null);
  const root = asGroup(value);
  const fields = useMemo(() => fieldMap(props.fields), [props.fields]);
  // After the tree changed under the person's hands, the focus goes to the row they made, or to the group of the one they deleted.
  useEffect(() => {
    const path = focusNext.current;
    if (!path) return;
    focusNext.current = null;
    const node = frame.current?.querySelector(`[data-path="${pathKey(path)}"]`);
    node?.querySelector<HTMLElement>("button, input")?.focus();
  });
  const faults = Object.fromEntries(
    conditionFaults(root, fields)
      .filter((fault) => showUnfinished || isWritten(root, fault.pointer))
      .map((fault) => [rowPointer(fault.pointer), fault.detail]),
  );
  const fromServer = Object.fromEntries(
    Object.entries(errors ?? {}).map(([pointer, detail]) => [rowPointer(pointer), detail]),
  );
  return (
    <BuilderContext
      value={{
        root,
        fields,
        disabled,
        faultAt: (path) => {
          const pointer = ["#", ...path.flatMap((place) => ["children", String(place)])].join("/");
          return faults[pointer] ?? fromServer[pointer];
        },
        change: (next, focus) => {
          focusNext.current = focus ?? null;
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
const rowPointer = (pointer: string): string => pointer.replace(/\/(field|operator|value)$/, "");

/** Whether the person has already put something there: an empty row is unfinished, not wrong. */
function isWritten(root: Condition, pointer: string): boolean {
  let node: Condition | undefined = root;
  for (const place of pointer.matchAll(/children\/(\d+)/g))
    node = node?.kind === "group" ? node.children[Number(place[1])] : undefined;
  if (node?.kind !== "attribute") return false;
  if (pointer.endsWith("/field")) return node.field !== "";
  const { value } = node;
  return value !== undefined && value !== "" && !(Array.isArray(value) && (value.length === 0 || value.includes("")));
}
