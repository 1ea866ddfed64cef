import { z } from "zod";

/** Operators of attribute rows. Each has SQL, in-memory evaluation, label and value editor in server/segments/operators. */
export const OPERATORS = [
  "equals",
  "not_equals",
  "contains",
  "not_contains",
  "starts_with",
  "in",
  "not_in",
  "greater_than",
  "greater_or_equal",
  "less_than",
  "less_or_equal",
  "between",
  "before",
  "after",
  "within_last_days",
  "not_within_last_days",
  "is_true",
  "is_false",
  "is_set",
  "is_not_set",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** Spellings of specs 000, 003 and 004 accepted at the REST edge. */
export const OPERATOR_ALIASES: Record<string, Operator> = {
  gt: "greater_than",
  gte: "greater_or_equal",
  lt: "less_than",
  lte: "less_or_equal",
  eq: "equals",
  neq: "not_equals",
  ne: "not_equals",
};

export const operatorSchema = z.preprocess(
  (value) => (typeof value === "string" ? (OPERATOR_ALIASES[value.toLowerCase()] ?? value.toLowerCase()) : value),
  z.enum(OPERATORS),
);

const scalar = z.union([z.string().max(1000), z.number(), z.boolean()]);
export const conditionValueSchema = z.union([scalar, z.array(scalar).max(1000)]).optional();
export type ConditionValue = z.infer<typeof conditionValueSchema>;

export type AttributeCondition = { kind: "attribute"; field: string; operator: Operator; value?: ConditionValue };
export type ConsentCondition = { kind: "consent"; channel: "email"; state: "granted" | "denied" | "pending" | "none" };
/** all = AND, any = OR, none = NOT (a OR b …). An empty `all` matches everyone, an empty `any` no one, an empty `none` everyone. */
export type GroupCondition = { kind: "group"; op: "all" | "any" | "none"; children: Condition[] };
export type Condition = AttributeCondition | ConsentCondition | GroupCondition;

export const MAX_CONDITION_DEPTH = 6;
export const MAX_CONDITION_ROWS = 200;

export const attributeConditionSchema = z.object({
  kind: z.literal("attribute"),
  field: z.string().min(1).max(63),
  operator: operatorSchema,
  value: conditionValueSchema,
});
export const consentConditionSchema = z.object({
  kind: z.literal("consent"),
  channel: z.literal("email").default("email"),
  state: z.enum(["granted", "denied", "pending", "none"]),
});
const nodeSchema: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion("kind", [attributeConditionSchema, consentConditionSchema, groupConditionSchema]),
) as z.ZodType<Condition>;
const groupConditionSchema = z.object({
  kind: z.literal("group"),
  op: z.enum(["all", "any", "none"]),
  children: z.array(nodeSchema).max(MAX_CONDITION_ROWS),
});

/** A whole rule: any node, limited in depth and size. Fields and value types are checked against the workspace later. */
export const conditionSchema = nodeSchema.superRefine((condition, ctx) => {
  const { depth, rows } = measureCondition(condition);
  if (depth > MAX_CONDITION_DEPTH)
    ctx.addIssue({
      code: "custom",
      message: `Groups may be nested ${MAX_CONDITION_DEPTH} deep; this rule has ${depth}.`,
    });
  if (rows > MAX_CONDITION_ROWS)
    ctx.addIssue({ code: "custom", message: `A rule may have ${MAX_CONDITION_ROWS} rows; this one has ${rows}.` });
});

export function measureCondition(condition: Condition): { depth: number; rows: number } {
  if (condition.kind !== "group") return { depth: 0, rows: 1 };
  const parts = condition.children.map(measureCondition);
  return { depth: 1 + Math.max(0, ...parts.map((p) => p.depth)), rows: parts.reduce((sum, p) => sum + p.rows, 0) };
}

export const everyone: GroupCondition = { kind: "group", op: "all", children: [] };
