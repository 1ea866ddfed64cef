"use client";

import { useId } from "react";
import type { FieldDefinition } from "@/contracts/contacts";
import type { RowCondition } from "@/contracts/documents/condition";
import { ROW_SUBJECTS, subjectOf } from "@/contracts/row-kinds";
import type { Vocabulary } from "@/contracts/vocabulary";
import { cn } from "../ui/cn";
import { Combobox, type ComboboxOption } from "../ui/combobox";
import { useBuilder } from "./builder-context";
import { RowEditor } from "./editors/row-editor";
import { NodeMenu } from "./node-menu";
import { BLANK_ROW, isBegun, startRow } from "./rows";
import { appendTo, nodeAt, type Path, pathKey, replaceAt } from "./tree";

/** One row, read like a sentence: what it asks about, comparison, value. One control per line on a phone. */
export function ConditionRow({ row, path }: { row: RowCondition; path: Path }) {
  const { root, vocabulary, disabled, change, faultAt, isMarked } = useBuilder();
  const faultId = useId();
  const fault = faultAt(path);
  const set = (next: RowCondition) => change(replaceAt(root, path, next));
  const subject = subjectOf(row);
  const options = subjectOptions(vocabulary);
  const name = options.find((option) => option.value === subject)?.label ?? (subject || "new row");
  return (
    <div
      className={cn("-mx-2 grid gap-1 rounded-md px-2", isMarked(path) && "bg-failed/8 outline outline-failed/40")}
      data-path={pathKey(path)}
      data-marked={isMarked(path) || undefined}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)_auto]">
        <Combobox
          aria-label="Field"
          options={options}
          value={subject || null}
          placeholder="Choose a field…"
          searchPlaceholder="Search fields, tags, segments, e-mails"
          disabled={disabled}
          onValueChange={(next) =>
            next && change(replaceAt(root, path, startRow(next, vocabulary, row)), path, "value")
          }
        />
        <span className="sm:order-last">
          <NodeMenu path={path} name={name} />
        </span>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the controls inside, each of which works without. */}
        <div
          data-row-value=""
          className="col-span-2 min-w-0 sm:col-span-1"
          onKeyDown={(event) => {
            // Enter behind a value begins the next row beside this one.
            const { target, currentTarget } = event;
            if (event.key !== "Enter" || event.defaultPrevented || disabled || fault) return;
            if (!(target instanceof HTMLInputElement) || !currentTarget.contains(target) || !isBegun(row)) return;
            event.preventDefault();
            const group = path.slice(0, -1);
            const parent = nodeAt(root, group);
            if (parent?.kind !== "group") return;
            change(appendTo(root, group, BLANK_ROW), [...group, parent.children.length]);
          }}
        >
          <RowEditor row={row} set={set} invalid={fault !== undefined} faultId={faultId} />
        </div>
      </div>
      {fault ? (
        <p id={faultId} className="text-failed text-xs">
          {fault}
        </p>
      ) : null}
    </div>
  );
}

const TYPE_WORDS: Record<FieldDefinition["type"], string> = {
  text: "Text",
  number: "Number",
  boolean: "Yes or no",
  date: "Date",
};

const subjectOptions = ({ fields }: Vocabulary): ComboboxOption[] => [
  ...[...fields.values()].map((field) => ({
    value: field.key,
    label: field.label,
    hint: TYPE_WORDS[field.type],
    group: field.isStandard ? "Standard fields" : "Your fields",
  })),
  ...ROW_SUBJECTS.map(({ id, label, group }) => ({ value: id, label, group })),
];
