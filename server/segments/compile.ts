import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Condition } from "@/contracts/documents/condition";
import { ruleOf } from "./kinds";
import type { ConditionScope } from "./scope";

type Part = { sql: SQL; total: boolean };

/**
 * A condition as a boolean expression over `contacts c`. Never raises on stored data: values of a wrong type count as
 * missing. Null means "no", so it may stand in WHERE, under AND and under OR; use `is not true` to negate it. Every
 * value and custom key is a bound parameter.
 */
export const compileCondition = (condition: Condition, scope: ConditionScope): SQL => compilePart(condition, scope).sql;

function compilePart(condition: Condition, scope: ConditionScope): Part {
  if (condition.kind !== "group") return ruleOf(condition).toSql(condition, scope);
  const parts = condition.children.map((child) => compilePart(child, scope));
  // NONE is AND of the opposites, so that "never agreed" stays an anti-join at the top of the query.
  if (condition.op === "none") return { sql: joined(parts.map(negated), "and", true), total: true };
  const total = parts.every((part) => part.total);
  const isAll = condition.op === "all";
  return {
    sql: joined(
      parts.map((part) => part.sql),
      isAll ? "and" : "or",
      isAll,
    ),
    total,
  };
}

const negated = (part: Part): SQL => (part.total ? sql`not (${part.sql})` : sql`(${part.sql}) is not true`);

function joined(parts: SQL[], word: "and" | "or", whenEmpty: boolean): SQL {
  if (parts.length === 0) return sql.raw(String(whenEmpty));
  return sql`(${sql.join(parts, sql.raw(` ${word} `))})`;
}
