import type { FieldDefinition } from "@/contracts/contacts";
import type { AttributeCondition, Operator, RowCondition } from "@/contracts/documents/condition";
import { carryValue, operatorForm, operatorsFor } from "@/contracts/operators";
import { ROW_SUBJECTS } from "@/contracts/row-kinds";
import type { Vocabulary } from "@/contracts/vocabulary";

/** A row nobody has written anything into yet. */
export const BLANK_ROW: AttributeCondition = { kind: "attribute", field: "", operator: "is_set" };
export const isBlank = (row: RowCondition): boolean => row.kind === "attribute" && row.field === "";
/** Whether a row says what it compares with, where it compares with something. */
export const isBegun = (row: RowCondition): boolean =>
  row.kind !== "attribute" || (row.field !== "" && row.value !== undefined && row.value !== "");

export function withValue(row: AttributeCondition, value: AttributeCondition["value"]): AttributeCondition {
  const { value: _old, ...rest } = row;
  return value === undefined ? rest : { ...rest, value };
}

export function withOperator(row: AttributeCondition, operator: Operator, field: FieldDefinition): AttributeCondition {
  const kind = operatorForm(operator, field.type)?.value ?? "none";
  return withValue({ ...row, operator }, carryValue(row.value, kind));
}

/** The row for a newly chosen subject: the comparison and value stay when they apply to it too. */
export function startRow(subject: string, { fields }: Vocabulary, before: RowCondition): RowCondition {
  const chosen = ROW_SUBJECTS.find(({ id }) => id === subject)?.start();
  if (chosen)
    return chosen.kind === "engagement" && before.kind === "engagement" ? { ...before, action: chosen.action } : chosen;
  const field = fields.get(subject);
  if (!field) return before;
  const isBegun = before.kind === "attribute" && before.field !== "";
  const kept = isBegun && operatorForm(before.operator, field.type) ? before : null;
  const operator = kept?.operator ?? operatorsFor(field.type)[0] ?? "is_set";
  return withOperator({ kind: "attribute", field: subject, operator, value: kept?.value }, operator, field);
}
