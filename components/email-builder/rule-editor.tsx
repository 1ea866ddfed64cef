"use client";

import { Plus, X } from "lucide-react";
import type { FieldDefinition } from "@/contracts/contacts";
import {
  CONTENT_OPERATORS,
  type ContentOperator,
  type ContentRule,
  type ContentRuleRow,
  contentRuleSchema,
} from "@/contracts/documents/content-rule";
import { carryValue, operatorForm } from "@/contracts/operators";
import { ValueEditor } from "../condition-builder/value-editor";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { SegmentedControl } from "../ui/segmented-control";
import { Select } from "../ui/select";
import { useEditorFields } from "./use-editor-data";

const MAX_ROWS = 10;

const operatorsOf = (type: FieldDefinition["type"]): ContentOperator[] =>
  CONTENT_OPERATORS.filter((operator) => operatorForm(operator, type) !== undefined);

const rowOf = ({ key, type }: FieldDefinition): ContentRuleRow => ({
  field: `contact.${key}`,
  type,
  operator: operatorsOf(type).includes("is_set") ? "is_set" : (operatorsOf(type)[0] ?? "is_set"),
});

/** Who gets the blocks: rows over fields of the contact, in the words of segments. */
export function RuleEditor({ rule, onChange }: { rule: ContentRule; onChange: (rule: ContentRule) => void }) {
  const fields = useEditorFields();
  const faults = contentRuleSchema.safeParse(rule).error?.issues ?? [];
  const setRow = (at: number, row: ContentRuleRow) =>
    onChange({ ...rule, rows: rule.rows.map((one, no) => (no === at ? row : one)) });
  const first = fields[0];
  return (
    <fieldset className="grid gap-2">
      <legend className="sr-only">Condition</legend>
      {rule.rows.length > 1 ? (
        <SegmentedControl
          label="How the rows go together"
          size="sm"
          value={rule.op}
          options={[
            { value: "all", label: "All of these" },
            { value: "any", label: "Any of these" },
          ]}
          onValueChange={(op) => onChange({ ...rule, op })}
        />
      ) : null}
      {rule.rows.map((row, at) => (
        <RuleRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
          key={at}
          row={row}
          fields={fields}
          fault={faults.find(({ path }) => path[1] === at)?.message}
          onChange={(next) => setRow(at, next)}
          onRemove={
            rule.rows.length > 1 ? () => onChange({ ...rule, rows: rule.rows.filter((_, no) => no !== at) }) : null
          }
        />
      ))}
      {rule.rows.length < MAX_ROWS && first ? (
        <Button
          variant="ghost"
          size="sm"
          className="w-fit"
          onClick={() => onChange({ ...rule, rows: [...rule.rows, rowOf(first)] })}
        >
          <Plus /> Add a row
        </Button>
      ) : null}
    </fieldset>
  );
}

type RuleRowProps = {
  row: ContentRuleRow;
  fields: readonly FieldDefinition[];
  fault?: string;
  onChange: (row: ContentRuleRow) => void;
  onRemove: (() => void) | null;
};

function RuleRow({ row, fields, fault, onChange, onRemove }: RuleRowProps) {
  const known = fields.find(({ key }) => `contact.${key}` === row.field);
  const form = operatorForm(row.operator, row.type);
  const name = known?.label ?? row.field;
  const options = fields.map(({ key, label }) => ({ value: `contact.${key}`, label }));
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Field"
          className="w-44"
          value={row.field}
          options={known ? options : [...options, { value: row.field, label: row.field }]}
          onValueChange={(field) => {
            const next = fields.find(({ key }) => `contact.${key}` === field);
            if (next) onChange(next.type === row.type ? { ...row, field } : rowOf(next));
          }}
        />
        <Select<ContentOperator>
          aria-label={`Comparison of ${name}`}
          className="w-40"
          value={row.operator}
          options={operatorsOf(row.type).map((operator) => ({
            value: operator,
            label: operatorForm(operator, row.type)?.label ?? operator,
          }))}
          onValueChange={(operator) =>
            onChange({
              ...row,
              operator,
              value: carryValue(row.value, operatorForm(operator, row.type)?.value ?? "none"),
            })
          }
        />
        {form && form.value !== "none" ? (
          <div className="min-w-32 grow">
            <ValueEditor
              kind={form.value}
              label={`${name} ${form.label}`}
              value={row.value}
              invalid={fault !== undefined}
              onChange={(value) => onChange({ ...row, value })}
            />
          </div>
        ) : null}
        {onRemove ? (
          <IconButton size="icon-sm" label={`Remove the row about ${name}`} onClick={onRemove}>
            <X />
          </IconButton>
        ) : null}
      </div>
      {fault ? <p className="text-failed text-xs">{fault}</p> : null}
    </div>
  );
}
