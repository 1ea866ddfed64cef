import { z } from "zod";
import { CHANNELS, type Channel } from "../channels";

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
/** What somebody said about one channel, or with `topic` (a topic id) about one topic of it. */
export type ConsentCondition = {
  kind: "consent";
  channel: Channel;
  topic?: string;
  state: "granted" | "denied" | "pending" | "none";
};
/** Tag ids. `all` needs every one of them, `none` not a single one. */
export type TagCondition = { kind: "tag"; operator: "any" | "all" | "none"; tags: string[] };
/** Judged by the stored members of another segment, not by its rule. */
export type SegmentCondition = { kind: "segment"; operator: "in" | "not_in"; segment: string };
/**
 * Belongs to a company: to any, to one of `companies` (ids), or to one whose field compares so. `not_in` is the opposite,
 * so people without a company are in it.
 */
export type CompanyCondition = {
  kind: "company";
  operator: "in" | "not_in";
  companies?: string[];
  where?: { field: string; operator: Operator; value?: ConditionValue };
};
/** A stable share of people: those whose place among 10,000 (a hash of contact id and salt) is in [from, to). */
export type BucketCondition = { kind: "bucket"; salt: string; from: number; to: number };

export const ENGAGEMENT_ACTIONS = ["sent", "received", "opened", "clicked", "bounced"] as const;
export type EngagementAction = (typeof ENGAGEMENT_ACTIONS)[number];
export type EngagementWindow =
  | { kind: "ever" }
  | { kind: "last"; days: number }
  | { kind: "last_minutes"; minutes: number }
  | { kind: "between"; from: string; to: string };
/**
 * How many campaign messages somebody was sent, received, opened, clicked in or bounced on. Counts messages, not hits: three
 * opens of one e-mail are one. `campaign` (an id) keeps to one campaign, `url` to links containing a text.
 */
export type EngagementCondition = {
  kind: "engagement";
  action: EngagementAction;
  count: { op: "at_least" | "at_most"; n: number };
  campaign?: string;
  url?: string;
  window: EngagementWindow;
  /** True counts hits of machines (scanners, mail proxies) too. */
  machines?: boolean;
};
export type RowCondition =
  | AttributeCondition
  | ConsentCondition
  | TagCondition
  | SegmentCondition
  | EngagementCondition
  | CompanyCondition
  | BucketCondition;
/** all = AND, any = OR, none = NOT (a OR b …). An empty `all` matches everyone, an empty `any` no one, an empty `none` everyone. */
export type GroupCondition = { kind: "group"; op: "all" | "any" | "none"; children: Condition[] };
export type Condition = RowCondition | GroupCondition;

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
  channel: z.enum(CHANNELS).default("email"),
  topic: z.string().max(40).optional(),
  state: z.enum(["granted", "denied", "pending", "none"]),
});
export const tagConditionSchema = z.object({
  kind: z.literal("tag"),
  operator: z.enum(["any", "all", "none"]).default("any"),
  tags: z.array(z.string().max(100)).max(50, "A row may name 50 tags."),
});
export const segmentConditionSchema = z.object({
  kind: z.literal("segment"),
  operator: z.enum(["in", "not_in"]).default("in"),
  segment: z.string().max(40),
});
export const companyConditionSchema = z.object({
  kind: z.literal("company"),
  operator: z.enum(["in", "not_in"]).default("in"),
  companies: z.array(z.string().max(40)).max(50, "A row may name 50 companies.").optional(),
  where: attributeConditionSchema.omit({ kind: true }).optional(),
});
export const BUCKETS = 10_000;
export const bucketConditionSchema = z.object({
  kind: z.literal("bucket"),
  salt: z.string().max(100),
  from: z.number().int().min(0).max(BUCKETS).default(0),
  to: z.number().int().min(0).max(BUCKETS),
});
const day = z.string().max(30);
export const MAX_MESSAGES = 1000;
export const engagementConditionSchema = z.object({
  kind: z.literal("engagement"),
  action: z.enum(ENGAGEMENT_ACTIONS),
  count: z
    .object({ op: z.enum(["at_least", "at_most"]), n: z.number().int().min(0).max(MAX_MESSAGES) })
    .default({ op: "at_least", n: 1 }),
  campaign: z.string().max(40).optional(),
  url: z.string().max(500).optional(),
  window: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("ever") }),
      z.object({ kind: z.literal("last"), days: z.number().int().min(1).max(3650) }),
      z.object({ kind: z.literal("last_minutes"), minutes: z.number().int().min(1).max(1440) }),
      z.object({ kind: z.literal("between"), from: day, to: day }),
    ])
    .default({ kind: "ever" }),
  machines: z.boolean().optional(),
});
const nodeSchema: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    attributeConditionSchema,
    consentConditionSchema,
    tagConditionSchema,
    segmentConditionSchema,
    companyConditionSchema,
    engagementConditionSchema,
    bucketConditionSchema,
    groupConditionSchema,
  ]),
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

/** Every row of a rule, from top to bottom. */
export const rowsOf = (condition: Condition): RowCondition[] =>
  condition.kind === "group" ? condition.children.flatMap(rowsOf) : [condition];
