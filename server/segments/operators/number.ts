import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { FieldDefinition } from "@/contracts/contacts";
import { jsonOf, jsonTypeIs } from "./columns";
import { listOf, numberArray, numberOf, type OperatorRule, opposite, pairOf } from "./form";

/** Null unless the stored value is a JSON number; the CASE keeps the cast away from anything else. */
const numeric = (field: FieldDefinition): SQL =>
  sql`(case when ${jsonTypeIs(field, "number")} then (${jsonOf(field)})::numeric end)`;

/** Exact: JavaScript writes the shortest text of a double, and those compare as their doubles do. */
const literal = (value: number): SQL => sql`${String(value)}::numeric`;

function comparison(symbol: "=" | ">" | ">=" | "<" | "<=", holds: (a: number, b: number) => boolean): OperatorRule {
  return {
    total: false,
    toSql: (field, operand) => sql`${numeric(field)} ${sql.raw(symbol)} ${literal(numberOf(operand))}`,
    test: (value, operand) => typeof value === "number" && holds(value, numberOf(operand)),
  };
}

export const equalsNumber = comparison("=", (a, b) => a === b);
export const greaterThan = comparison(">", (a, b) => a > b);
export const greaterOrEqual = comparison(">=", (a, b) => a >= b);
export const lessThan = comparison("<", (a, b) => a < b);
export const lessOrEqual = comparison("<=", (a, b) => a <= b);

/** Both ends included. */
export const betweenNumber: OperatorRule = {
  total: false,
  toSql(field, operand) {
    const [low, high] = pairOf(operand, numberOf);
    return sql`${numeric(field)} between ${literal(low)} and ${literal(high)}`;
  },
  test(value, operand) {
    const [low, high] = pairOf(operand, numberOf);
    return typeof value === "number" && value >= low && value <= high;
  },
};

export const inNumber: OperatorRule = {
  total: false,
  toSql: (field, operand) => sql`${numeric(field)} = any(${numberArray(listOf(operand, numberOf))})`,
  test: (value, operand) => typeof value === "number" && listOf(operand, numberOf).includes(value),
};

export const isSetNumber: OperatorRule = {
  total: false,
  toSql: (field) => jsonTypeIs(field, "number"),
  test: (value) => typeof value === "number",
};

export const notEqualsNumber = opposite(equalsNumber);
export const notInNumber = opposite(inNumber);
