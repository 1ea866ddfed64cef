"use client";

import { useId } from "react";
import type { FieldDefinition } from "@/contracts/contacts";
import type { AttributeCondition, Condition, ConsentCondition, Operator } from "@/contracts/documents/condition";
import { carryValue, operatorForm, operatorsFor } from "@/contracts/operators";
import { Combobox, type ComboboxOption } from "../ui/combobox";
import { Select } from "../ui/select";
import { useBuilder } from "./builder-context";
import { NodeMenu } from "./node-menu";
import { type Path, pathKey, replaceAt } from "./tree";
import { ValueEditor } from "./value-editor";

/** Stands for the consent row in the list of fields; no field key has a colon. */
const CONSENT = "consent:email";
const CONSENT_STATES: { value: ConsentCondition["state"]; label: string }[] = [
  { value: "granted", label: "was given" },
  { value: "denied", label: "was refused" },
  { value: "pending", label: "is pending" },
  { value: "none", label: "was never asked for" },
];

/** One row, read like a sentence: field, comparison, value. One control per line on a phone. */
export function ConditionRow({ row, path }: { row: AttributeCondition | ConsentCondition; path: Path }) {
  const { root, fields, disabled, change, faultAt } = useBuilder();
  const faultId = useId();
  const fault = faultAt(path);
  const set = (next: Condition) => change(replaceAt(root, path, next));
  const field = row.kind === "attribute" ? fields.get(row.field) : undefined;
  const name = row.kind === "consent" ? "E-mail consent" : (field?.label ?? (row.field || "new row"));
  return (
    <div className="grid gap-1" data-path={pathKey(path)}>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[minmax(0,12rem)_minmax(0,11rem)_minmax(0,1fr)_auto]">
        <Combobox
          aria-label="Field"
          options={fieldOptions(fields)}
          value={row.kind === "consent" ? CONSENT : row.field || null}
          placeholder="Choose a field…"
          searchPlaceholder="Search fields"
          disabled={disabled}
          onValueChange={(key) => key && set(startRow(key, fields, row))}
        />
        <span className="sm:order-last">
          <NodeMenu path={path} name={name} />
        </span>
        {row.kind === "consent" ? (
          <Select
            aria-label="Consent"
            options={CONSENT_STATES}
            value={row.state}
            disabled={disabled}
            onValueChange={(state) => set({ ...row, state })}
            className="col-span-2 sm:col-span-1"
          />
        ) : field ? (
          <Comparison row={row} field={field} set={set} invalid={fault !== undefined} faultId={faultId} />
        ) : null}
      </div>
      {fault ? (
        <p id={faultId} className="text-failed text-xs">
          {fault}
        </p>
      ) : null}
    </div>
  );
}

type ComparisonProps = {
  row: AttributeCondition;
  field: FieldDefinition;
  set: (next: Condition) => void;
  invalid: boolean;
  faultId: string;
};

function Comparison({ row, field, set, invalid, faultId }: ComparisonProps) {
  const { disabled } = useBuilder();
  const form = operatorForm(row.operator, field.type);
  const options = operatorsFor(field.type).map((operator) => ({
    value: operator,
    label: operatorForm(operator, field.type)?.label ?? operator,
  }));
  return (
    <>
      <Select<Operator>
        aria-label={`How ${field.label} is compared`}
        options={options}
        value={form ? row.operator : undefined}
        disabled={disabled}
        onValueChange={(operator) => set(withOperator(row, operator, field))}
        className="col-span-2 sm:col-span-1"
      />
      <div className="col-span-2 min-w-0 sm:col-span-1">
        {form ? (
          <ValueEditor
            kind={form.value}
            label={`${field.label} ${form.label}`}
            value={row.value}
            onChange={(value) => set(withValue(row, value))}
            invalid={invalid}
            describedBy={invalid ? faultId : undefined}
            disabled={disabled}
          />
        ) : null}
      </div>
    </>
  );
}

function withValue(row: AttributeCondition, value: AttributeCondition["value"]): AttributeCondition {
  const { value: _old, ...rest } = row;
  return value === undefined ? rest : { ...rest, value };
}

function withOperator(row: AttributeCondition, operator: Operator, field: FieldDefinition): AttributeCondition {
  const kind = operatorForm(operator, field.type)?.value ?? "none";
  return withValue({ ...row, operator }, carryValue(row.value, kind));
}

/** The row for a newly chosen field: the comparison and value stay when they apply to it too. */
function startRow(key: string, fields: ReadonlyMap<string, FieldDefinition>, before: Condition): Condition {
  if (key === CONSENT) return { kind: "consent", channel: "email", state: "granted" };
  const field = fields.get(key);
  if (!field) return before;
  const isBegun = before.kind === "attribute" && before.field !== "";
  const kept = isBegun && operatorForm(before.operator, field.type) ? before : null;
  const operator = kept?.operator ?? operatorsFor(field.type)[0] ?? "is_set";
  return withOperator({ kind: "attribute", field: key, operator, value: kept?.value }, operator, field);
}

const TYPE_WORDS: Record<FieldDefinition["type"], string> = {
  text: "Text",
  number: "Number",
  boolean: "Yes or no",
  date: "Date",
};

const fieldOptions = (fields: ReadonlyMap<string, FieldDefinition>): ComboboxOption[] => [
  { value: CONSENT, label: "E-mail consent", group: "Consent" },
  ...[...fields.values()].map((field) => ({
    value: field.key,
    label: field.label,
    hint: TYPE_WORDS[field.type],
    group: field.isStandard ? "Standard fields" : "Your fields",
  })),
];
