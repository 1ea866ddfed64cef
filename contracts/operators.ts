import { z } from "zod";
import type { AttributeType, FieldDefinition } from "./contacts";
import { type ConditionValue, OPERATORS, type Operator } from "./documents/condition";

/** What an operator compares with, and so which editor its row shows. */
export type ValueKind =
  | "none"
  | "text"
  | "text_list"
  | "number"
  | "number_list"
  | "number_range"
  | "date"
  | "date_range"
  | "days";

/** How one operator reads and what it takes for one type of field. */
export type OperatorForm = { label: string; value: ValueKind };

/** Operators x field types. A missing type means the operator does not apply to it. SQL and evaluation: server/segments/operators. */
export const OPERATOR_FORMS: Record<Operator, Partial<Record<AttributeType, OperatorForm>>> = {
  equals: {
    text: { label: "is", value: "text" },
    number: { label: "is", value: "number" },
    date: { label: "is on", value: "date" },
  },
  not_equals: {
    text: { label: "is not", value: "text" },
    number: { label: "is not", value: "number" },
    date: { label: "is not on", value: "date" },
  },
  contains: { text: { label: "contains", value: "text" } },
  not_contains: { text: { label: "does not contain", value: "text" } },
  starts_with: { text: { label: "starts with", value: "text" } },
  in: {
    text: { label: "is one of", value: "text_list" },
    number: { label: "is one of", value: "number_list" },
  },
  not_in: {
    text: { label: "is none of", value: "text_list" },
    number: { label: "is none of", value: "number_list" },
  },
  greater_than: { number: { label: "is more than", value: "number" } },
  greater_or_equal: { number: { label: "is at least", value: "number" } },
  less_than: { number: { label: "is less than", value: "number" } },
  less_or_equal: { number: { label: "is at most", value: "number" } },
  between: {
    number: { label: "is between", value: "number_range" },
    date: { label: "is between", value: "date_range" },
  },
  before: { date: { label: "is before", value: "date" } },
  after: { date: { label: "is after", value: "date" } },
  within_last_days: { date: { label: "is in the last", value: "days" } },
  not_within_last_days: { date: { label: "is not in the last", value: "days" } },
  is_true: { boolean: { label: "is true", value: "none" } },
  is_false: { boolean: { label: "is false", value: "none" } },
  is_set: anyType("has a value"),
  is_not_set: anyType("has no value"),
};

function anyType(label: string): Record<AttributeType, OperatorForm> {
  const form: OperatorForm = { label, value: "none" };
  return { text: form, number: form, boolean: form, date: form };
}

export const operatorForm = (operator: Operator, type: AttributeType): OperatorForm | undefined =>
  OPERATOR_FORMS[operator][type];

/** Operators that apply to a type, in menu order. */
export const operatorsFor = (type: AttributeType): Operator[] =>
  OPERATORS.filter((operator) => operatorForm(operator, type) !== undefined);

const text = z
  .string({ error: "Enter a text." })
  .max(1000, "A text may have 1,000 characters.")
  .refine((value) => value.trim() !== "", "Enter a text.")
  .refine(
    (value) => !value.includes("\0") && !/\p{Surrogate}/u.test(value),
    "This text contains characters that cannot exist.",
  );
const number = z.number({ error: "Enter a number." }).refine(Number.isFinite, "Enter a number.");

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.000)?)?Z$/;

/** Start and end (exclusive) of what a date operand names: a whole UTC day or one second. Null when it names neither. */
export function dateSpan(operand: unknown): { from: Date; to: Date } | null {
  if (typeof operand !== "string" || operand.startsWith("0000")) return null;
  const isDay = DAY.test(operand);
  if (!isDay && !SECOND.test(operand)) return null;
  const from = new Date(isDay ? `${operand}T00:00:00Z` : operand);
  // Date rolls 31 February over to March; such a day does not exist.
  if (Number.isNaN(from.getTime()) || !from.toISOString().startsWith(operand.slice(0, 10))) return null;
  return { from, to: new Date(from.getTime() + (isDay ? 86_400_000 : 1000)) };
}
const date = z
  .string({ error: "Choose a date." })
  .refine((value) => dateSpan(value) !== null, "Choose a date such as 2026-11-21.");

export const VALUE_SCHEMAS: Record<ValueKind, z.ZodType> = {
  none: z.undefined({ error: "This comparison takes no value." }),
  text,
  text_list: z.array(text, { error: "Enter at least one text." }).min(1, "Enter at least one text.").max(1000),
  number,
  number_list: z.array(number, { error: "Enter at least one number." }).min(1, "Enter at least one number.").max(1000),
  number_range: z
    .tuple([number, number], { error: "Enter two numbers." })
    .refine(([low, high]) => low <= high, "The first number must not be larger than the second."),
  date,
  date_range: z
    .tuple([date, date], { error: "Choose two dates." })
    .refine(([from, to]) => startOf(from) <= startOf(to), "The first date must not be later than the second."),
  days: z
    .number({ error: "Enter a number of days." })
    .int("Enter whole days.")
    .min(1, "Enter at least 1 day.")
    .max(3650, "Enter at most 3,650 days."),
};

const startOf = (operand: string): number => dateSpan(operand)?.from.getTime() ?? 0;

/** The value to start with when a row gets another operator: kept when it still fits, else empty. */
export function carryValue(value: ConditionValue, kind: ValueKind): ConditionValue {
  if (kind === "none") return undefined;
  if (VALUE_SCHEMAS[kind].safeParse(value).success) return value;
  const isList = kind === "text_list" || kind === "number_list";
  const first = Array.isArray(value) ? value[0] : value;
  if (isList && first !== undefined && VALUE_SCHEMAS[kind].safeParse([first]).success) return [first];
  return VALUE_SCHEMAS[kind].safeParse(first).success ? first : undefined;
}

export const fieldMap = (fields: readonly FieldDefinition[]): Map<string, FieldDefinition> =>
  new Map(fields.map((field) => [field.key, field]));
