import "server-only";
import type { AttributeCondition } from "@/contracts/documents/condition";
import { readField } from "../evaluated-contact";
import { resolveRow } from "../scope";
import type { KindRule } from "./form";

/** Fields have operators of their own: operators/index.ts. */
export const attributeRule: KindRule<AttributeCondition> = {
  toSql(row, scope) {
    const { field, rule } = resolveRow(row, scope.fields);
    return { sql: rule.toSql(field, row.value, scope.now), total: rule.total };
  },
  test(row, contact, scope) {
    const { field, rule } = resolveRow(row, scope.fields);
    return rule.test(readField(contact, field), row.value, scope.now);
  },
};
