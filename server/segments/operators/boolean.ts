import "server-only";
import { sql } from "drizzle-orm";
import { jsonOf, jsonTypeIs } from "./columns";
import type { OperatorRule } from "./form";

/** A missing value is neither true nor false. */
const is = (wanted: boolean): OperatorRule => ({
  total: false,
  toSql: (field) => sql`${jsonOf(field)} = ${sql.raw(`'${wanted}'`)}::jsonb`,
  test: (value) => value === wanted,
});

export const isTrue = is(true);
export const isFalse = is(false);

export const isSetBoolean: OperatorRule = {
  total: false,
  toSql: (field) => jsonTypeIs(field, "boolean"),
  test: (value) => typeof value === "boolean",
};
