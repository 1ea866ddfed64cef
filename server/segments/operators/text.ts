import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { FieldDefinition } from "@/contracts/contacts";
import { columnOf, jsonTextOf, jsonTypeIs } from "./columns";
import { foldCase, foldOperand } from "./fold";
import { listOf, type OperatorRule, opposite, textArray, textOf } from "./form";

/** `->>` shows numbers, booleans and objects as text too; only a text that looks like one of those needs the type check. */
const LOOKS_LIKE_OTHER_JSON = /^(-?\d|[[{]|true$|false$)/;

function folded(field: FieldDefinition): SQL {
  return sql`lower((${columnOf(field) ?? jsonTextOf(field)}) collate "pg_c_utf8")`;
}

const guarded = (field: FieldDefinition, comparison: SQL, needed: boolean): SQL =>
  needed && columnOf(field) === null ? sql`(${comparison} and ${jsonTypeIs(field, "string")})` : comparison;

const onText =
  (holds: (value: string, operand: string) => boolean): OperatorRule["test"] =>
  (value, operand) =>
    typeof value === "string" && holds(foldCase(value), foldOperand(textOf(operand)));

export const equalsText: OperatorRule = {
  total: false,
  toSql(field, operand) {
    const wanted = foldOperand(textOf(operand));
    return guarded(field, sql`${folded(field)} = ${wanted}::text`, LOOKS_LIKE_OTHER_JSON.test(wanted));
  },
  test: onText((value, wanted) => value === wanted),
};

export const inText: OperatorRule = {
  total: false,
  toSql(field, operand) {
    const wanted = listOf(operand, (item) => foldOperand(textOf(item)));
    const ambiguous = wanted.some((item) => LOOKS_LIKE_OTHER_JSON.test(item));
    return guarded(field, sql`${folded(field)} = any(${textArray(wanted)})`, ambiguous);
  },
  test: (value, operand) =>
    typeof value === "string" && listOf(operand, (item) => foldOperand(textOf(item))).includes(foldCase(value)),
};

export const containsText: OperatorRule = {
  total: false,
  toSql: (field, operand) =>
    guarded(field, sql`strpos(${folded(field)}, ${foldOperand(textOf(operand))}::text) > 0`, true),
  test: onText((value, wanted) => value.includes(wanted)),
};

export const startsWithText: OperatorRule = {
  total: false,
  toSql: (field, operand) =>
    guarded(field, sql`starts_with(${folded(field)}, ${foldOperand(textOf(operand))}::text)`, true),
  test: onText((value, wanted) => value.startsWith(wanted)),
};

/** A blank text is no value. */
export const isSetText: OperatorRule = {
  total: false,
  toSql(field) {
    const column = columnOf(field);
    return column ? sql`${column} <> ''` : sql`(${jsonTextOf(field)} <> '' and ${jsonTypeIs(field, "string")})`;
  },
  test: (value) => typeof value === "string" && value !== "",
};

export const notEqualsText = opposite(equalsText);
export const notInText = opposite(inText);
export const notContainsText = opposite(containsText);
