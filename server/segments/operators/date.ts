import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { FieldDefinition } from "@/contracts/contacts";
import type { ConditionValue } from "@/contracts/documents/condition";
import { dateSpan } from "@/contracts/operators";
import { columnOf, jsonTextOf } from "./columns";
import { numberOf, type OperatorRule, opposite, pairOf } from "./form";

/** Whole seconds, start included, end not: every date operator is one of these, for SQL and memory alike. */
type Span = { from?: Date; to?: Date };

const DAY_MS = 86_400_000;
const wholeSecond = (now: Date): number => Math.floor(now.getTime() / 1000) * 1000;

function spanOf(operand: ConditionValue): { from: Date; to: Date } {
  const span = dateSpan(operand);
  if (!span) throw new Error("expected a date operand");
  return span;
}

/** A date text begins with digits in this shape; what is no date counts as missing. Casting instead costs ten times as much. */
const SHAPE = /^\d.{3}-.{2}-.{2}/su;
const LIKE_SHAPE = "____-__-__%";
/** The longest common beginning of every way to write this second, so that it sorts before all of them. */
const bound = (at: Date): string =>
  at.getUTCFullYear() > 9999 ? ":" : at.toISOString().slice(0, 19).replace("T00:00:00", "");
/** As seconds, because the text forms of JavaScript and Postgres part ways after the year 9999. */
const instant = (at: Date): SQL => sql`to_timestamp(${String(at.getTime() / 1000)}::float8)`;

function spanSql(field: FieldDefinition, { from, to }: Span): SQL {
  const column = columnOf(field);
  if (column) {
    const parts = [
      ...(from ? [sql`${column} >= ${instant(from)}`] : []),
      ...(to ? [sql`${column} < ${instant(to)}`] : []),
      ...(from || to ? [] : [sql`${column} is not null`]),
    ];
    return sql`(${sql.join(parts, sql` and `)})`;
  }
  const text = sql`(${jsonTextOf(field)}) collate "C"`;
  // "0" and ":" enclose the digits: no number, boolean, array or object of JSON has a text like this.
  const low = sql`${text} >= ${from ? bound(from) : "0"}::text`;
  const high = sql`${text} < ${to ? bound(to) : ":"}::text`;
  return sql`(${low} and ${high} and ${jsonTextOf(field)} like ${sql.raw(`'${LIKE_SHAPE}'`)})`;
}

function spanHolds(value: string | number | boolean | undefined, { from, to }: Span): boolean {
  if (typeof value !== "string" || !SHAPE.test(value)) return false;
  return byteOrder(value, from ? bound(from) : "0") >= 0 && byteOrder(value, to ? bound(to) : ":") < 0;
}
const byteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const spanRule = (span: (operand: ConditionValue, now: Date) => Span): OperatorRule => ({
  total: false,
  toSql: (field, operand, now) => spanSql(field, span(operand, now)),
  test: (value, operand, now) => spanHolds(value, span(operand, now)),
});

export const onDate = spanRule((operand) => spanOf(operand));
export const before = spanRule((operand) => ({ to: spanOf(operand).from }));
export const after = spanRule((operand) => ({ from: spanOf(operand).to }));
/** The whole last day is included. */
export const betweenDates = spanRule((operand) => {
  const [first, last] = pairOf(operand, spanOf);
  return { from: first.from, to: last.to };
});
/** Up to now: dates in the future are not in the last days. */
export const withinLastDays = spanRule((operand, now) => ({
  from: new Date(wholeSecond(now) - numberOf(operand) * DAY_MS),
  to: new Date(wholeSecond(now) + 1000),
}));
export const isSetDate = spanRule(() => ({}));

export const notOnDate = opposite(onDate);
export const notWithinLastDays = opposite(withinLastDays);
