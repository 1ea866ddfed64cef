import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Condition, rowsOf } from "@/contracts/documents/condition";
import { compileCondition } from "./compile";
import { timed } from "./pipeline";
import { decisiveRows, varied } from "./rules/near-miss";
import type { ConditionScope } from "./scope";

/** holds; fails but for one row; holds but for one row. */
type Formula = { holds: SQL; nearly: SQL; barely: SQL };

/** People looked at to choose a varied few from. */
const CANDIDATES = 60;

/**
 * People who do not match and would if exactly one row came out the other way, with those rows by place. One pass: each row is
 * evaluated once per contact behind OFFSET 0, which keeps the planner from copying it into the formula above. `from` is where
 * among the contact numbers to begin, so that another start shows other people.
 */
export async function findNearMisses(
  condition: Condition,
  scope: ConditionScope,
  options: { limit: number; from: number },
  signal?: AbortSignal,
): Promise<{ contactNo: number; rows: number[] }[]> {
  const rows = rowsOf(condition);
  if (rows.length === 0) return [];
  const columns = rows.map((row, at) => sql`(${compileCondition(row, scope)}) is true as ${sql.identifier(`r${at}`)}`);
  const among = (bound: SQL) => sql`(select p.* from (
      select c.contact_no, ${sql.join(columns, sql`, `)} from contacts c
       where c.workspace_no = ${scope.workspaceNo}::int and ${bound} offset 0) p
     where ${formulaOf(condition).nearly} limit ${CANDIDATES}::int)`;
  const start = sql`${options.from}::bigint`;
  const found = await timed(
    sql`${among(sql`c.contact_no >= ${start}`)} union all ${among(sql`c.contact_no < ${start}`)} limit ${CANDIDATES}::int`,
    signal,
  );
  const misses = found.map((row) => ({
    contactNo: Number(row.contact_no),
    rows: decisiveRows(
      condition,
      rows.map((_, at) => row[`r${at}`] === true),
    ),
  }));
  return varied(misses, options.limit);
}

/** The formula grows with rows times depth: trying every row the other way would grow with their square. */
function formulaOf(condition: Condition): Formula {
  let next = 0;
  const walk = (node: Condition): Formula => {
    if (node.kind === "group") return groupFormula(node.op, node.children.map(walk));
    const row = sql`p.${sql.identifier(`r${next}`)}`;
    next += 1;
    return { holds: row, nearly: sql`not ${row}`, barely: row };
  };
  return walk(condition);
}

function groupFormula(op: "all" | "any" | "none", parts: readonly Formula[]): Formula {
  if (op === "none") {
    const any = groupFormula("any", parts);
    return { holds: sql`not ${any.holds}`, nearly: any.barely, barely: any.nearly };
  }
  const isAll = op === "all";
  const holding = parts.map((part) => part.holds);
  const each = joined(holding, isAll ? "and" : "or", isAll);
  const failing = sql.join([sql`0`, ...holding.map((part) => sql`(not ${part})::int`)], sql` + `);
  const held = sql.join([sql`0`, ...holding.map((part) => sql`(${part})::int`)], sql` + `);
  const someNearly = joined(
    parts.map((part) => part.nearly),
    "or",
    false,
  );
  const someBarely = joined(
    parts.map((part) => part.barely),
    "or",
    false,
  );
  return isAll
    ? { holds: each, nearly: sql`((${failing}) = 1 and ${someNearly})`, barely: sql`(${each} and ${someBarely})` }
    : { holds: each, nearly: sql`(not ${each} and ${someNearly})`, barely: sql`((${held}) = 1 and ${someBarely})` };
}

const joined = (parts: readonly SQL[], word: "and" | "or", whenEmpty: boolean): SQL =>
  parts.length === 0 ? sql.raw(String(whenEmpty)) : sql`(${sql.join([...parts], sql.raw(` ${word} `))})`;
