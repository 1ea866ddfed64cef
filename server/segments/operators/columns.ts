import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { COMPANY_STANDARD_FIELDS } from "@/contracts/companies";
import { type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";

/** Of contacts and of companies: where both have a field, the column is called the same. */
const COLUMNS = new Map<string, string>(
  [...COMPANY_STANDARD_FIELDS, ...STANDARD_FIELDS].map((field) => [field.key, field.column]),
);

/** The column of a standard field; null for custom ones, whose key only ever travels as a parameter. */
export function columnOf(field: FieldDefinition): SQL | null {
  const column = field.isStandard ? COLUMNS.get(field.key) : undefined;
  return column === undefined ? null : sql`c.${sql.identifier(column)}`;
}

export const jsonOf = (field: FieldDefinition): SQL => sql`c.attributes -> ${field.key}::text`;
export const jsonTextOf = (field: FieldDefinition): SQL => sql`c.attributes ->> ${field.key}::text`;
export const jsonTypeIs = (field: FieldDefinition, type: "string" | "number" | "boolean"): SQL =>
  sql`jsonb_typeof(${jsonOf(field)}) = ${sql.raw(`'${type}'`)}`;
