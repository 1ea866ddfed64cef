import "server-only";
import type { FieldDefinition } from "@/contracts/contacts";
import type { AttributeCondition } from "@/contracts/documents/condition";
import { AppError } from "@/server/platform/errors";
import { OPERATOR_RULES } from "./operators";
import type { OperatorRule } from "./operators/form";

/** What a condition is read in: whose people, which fields they have, and when "the last 30 days" ends. */
export type ConditionScope = { workspaceNo: number; fields: ReadonlyMap<string, FieldDefinition>; now: Date } & {
  /** Fields of companies, for rows about them. */
  companyFields?: ReadonlyMap<string, FieldDefinition>;
};

/** The field and rule of one row. Throws VALIDATION_ERROR when the field is gone since the condition was saved. */
export function resolveRow(
  row: Omit<AttributeCondition, "kind">,
  fields: ReadonlyMap<string, FieldDefinition>,
): { field: FieldDefinition; rule: OperatorRule } {
  const field = fields.get(row.field);
  const rule = field ? OPERATOR_RULES[row.operator][field.type] : undefined;
  if (!field || !rule)
    throw new AppError("VALIDATION_ERROR", `The rule compares “${row.field}” in a way that is no longer possible.`, {
      field: row.field,
      operator: row.operator,
    });
  return { field, rule };
}
