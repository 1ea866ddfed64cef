"use client";

import type { FieldDefinition } from "@/contracts/contacts";
import type { AttributeCondition, Operator } from "@/contracts/documents/condition";
import { operatorForm, operatorsFor } from "@/contracts/operators";
import { Select } from "../../ui/select";
import { useBuilder } from "../builder-context";
import { withOperator, withValue } from "../rows";
import { ValueEditor } from "../value-editor";
import type { RowEditorProps } from "./row-editor";

/** Comparison and value of a field. */
export function AttributeEditor(props: RowEditorProps<AttributeCondition>) {
  const { vocabulary } = useBuilder();
  const field = vocabulary.fields.get(props.row.field);
  return field ? <Comparison {...props} field={field} /> : null;
}

/** Also for fields of something else than the person, such as their company. */
export function Comparison({
  row,
  field,
  set,
  invalid,
  faultId,
}: RowEditorProps<AttributeCondition> & { field: FieldDefinition }) {
  const { disabled } = useBuilder();
  const form = operatorForm(row.operator, field.type);
  const options = operatorsFor(field.type).map((operator) => ({
    value: operator,
    label: operatorForm(operator, field.type)?.label ?? operator,
  }));
  return (
    <div className="grid items-start gap-2 sm:grid-cols-[minmax(0,11rem)_minmax(0,1fr)]">
      <Select<Operator>
        aria-label={`How ${field.label} is compared`}
        options={options}
        value={form ? row.operator : undefined}
        disabled={disabled}
        onValueChange={(operator) => set(withOperator(row, operator, field))}
      />
      <div className="min-w-0">
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
    </div>
  );
}
