import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Condition, ConsentCondition } from "@/contracts/documents/condition";
import { type ConditionScope, resolveRow } from "./scope";

type Part = { sql: SQL; total: boolean };

/**
 * A condition as a boolean expression over `contacts c`. Never raises on stored data: values of a wrong type count as
 * missing. Null means "no", so it may stand in WHERE, under AND and under OR; use `is not true` to negate it. Every
 * value and custom key is a bound parameter.
 */
export const compileCondition = (condition: Condition, scope: ConditionScope): SQL => compilePart(condition, scope).sql;

function compilePart(condition: Condition, scope: ConditionScope): Part {
  switch (condition.kind) {
    case "consent":
      return { sql: consentSql(condition, scope), total: true };
    case "attribute": {
      const { field, rule } = resolveRow(condition, scope.fields);
      return { sql: rule.toSql(field, condition.value, scope.now), total: rule.total };
    }
    case "group": {
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
  }
}

const negated = (part: Part): SQL => (part.total ? sql`not (${part.sql})` : sql`(${part.sql}) is not true`);

function joined(parts: SQL[], word: "and" | "or", whenEmpty: boolean): SQL {
  if (parts.length === 0) return sql.raw(String(whenEmpty));
  return sql`(${sql.join(parts, sql.raw(` ${word} `))})`;
}

/** Index: consent_state primary key; under AND the planner makes a semi-join or anti-join of it. */
function consentSql({ channel, state }: ConsentCondition, { workspaceNo }: ConditionScope): SQL {
  const answers = sql`exists (select 1 from consent_state cs
    where cs.workspace_no = ${workspaceNo}::int and cs.contact_no = c.contact_no
      and cs.channel = ${channel} and cs.topic_no = 0`;
  return state === "none" ? sql`not ${answers})` : sql`${answers} and cs.state = ${state})`;
}
