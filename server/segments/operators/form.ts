import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { FieldDefinition } from "@/contracts/contacts";
import type { ConditionValue } from "@/contracts/documents/condition";

/**
 * One operator for one type of field, twice: as SQL over `contacts c` and in memory. Both must agree on every value
 * (parity.test.ts). `value` is undefined when the contact has none of the field's type (ADR 0003).
 */
export type OperatorRule = {
  /** The SQL is never null. Otherwise null counts as "does not match". */
  total: boolean;
  toSql(field: FieldDefinition, operand: ConditionValue, now: Date): SQL;
  test(value: string | number | boolean | undefined, operand: ConditionValue, now: Date): boolean;
};

/** The opposite of a rule; people without a value match it. */
export const opposite = (rule: OperatorRule): OperatorRule => ({
  total: true,
  toSql: (field, operand, now) => sql`(${rule.toSql(field, operand, now)}) is not true`,
  test: (value, operand, now) => !rule.test(value, operand, now),
});

/** An array parameter as one text literal: Drizzle would spread a JavaScript array into separate parameters. */
export const textArray = (items: readonly string[]): SQL =>
  sql`${`{${items.map((item) => `"${item.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`}::text[]`;

export const numberArray = (items: readonly number[]): SQL => sql`${`{${items.map(String).join(",")}}`}::numeric[]`;

/** Operands were checked by conditionFaults; anything else here is a bug, not input. */
export function textOf(operand: ConditionValue): string {
  if (typeof operand !== "string") throw new Error("expected a text operand");
  return operand;
}
export function numberOf(operand: ConditionValue): number {
  if (typeof operand !== "number") throw new Error("expected a number operand");
  return operand;
}
export function listOf<T>(operand: ConditionValue, one: (item: ConditionValue) => T): T[] {
  if (!Array.isArray(operand)) throw new Error("expected a list operand");
  return operand.map(one);
}
export function pairOf<T>(operand: ConditionValue, one: (item: ConditionValue) => T): [T, T] {
  const [low, high] = Array.isArray(operand) ? operand : [];
  return [one(low), one(high)];
}
