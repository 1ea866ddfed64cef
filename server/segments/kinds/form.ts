import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { RowCondition } from "@/contracts/documents/condition";
import { type IdKind, parsePublicId } from "@/contracts/ids";
import type { EvaluatedContact } from "../evaluated-contact";
import type { ConditionScope } from "../scope";

/**
 * One kind of row, twice: as SQL over `contacts c` and in memory. Both must agree on every person (parity.test.ts). `total`
 * rows are never null in SQL, so that NOT may stand right before them.
 */
export type KindRule<Row extends RowCondition> = {
  toSql(row: Row, scope: ConditionScope): { sql: SQL; total: boolean };
  test(row: Row, contact: EvaluatedContact, scope: ConditionScope): boolean;
};

export const total = (statement: SQL): { sql: SQL; total: true } => ({ sql: statement, total: true });

/** A uuid parameter for a public id; null, which equals nothing, for what is no id of that kind. */
export const uuidOf = (kind: IdKind, id: string): SQL => sql`${parsePublicId(kind, id)}::uuid`;

/** One array parameter: Drizzle would spread a JavaScript array into separate ones. Uuids need no quoting. */
export const uuidArray = (kind: IdKind, ids: readonly string[]): SQL =>
  sql`${`{${ids.flatMap((id) => parsePublicId(kind, id) ?? []).join(",")}}`}::uuid[]`;

/** "Is one of these people": uncorrelated, so the planner hashes it once, under AND, OR and NOT alike. */
export const isOneOf = (people: SQL): SQL => sql`c.contact_no in (${people})`;
