import "server-only";
import { z } from "zod";
import { type Condition, type GroupCondition, operatorSchema } from "@/contracts/documents/condition";
import type { Segment } from "@/contracts/segments";
import { AppError } from "@/server/platform/errors";
import { expressionOf, readExpression } from "./logical-expression";

/**
 * The shapes in which the specs write segments, as the one shape commands take: flat `criteria` (000) and `conditions` (004) with
 * `logic`, event `rules`, segment `dependencies` and `logicalExpression` (003), `refreshFrequency` (000). A body that says `condition` wins.
 */
export function segmentBody(body: unknown): Record<string, unknown> {
  if (!isRecord(body)) return {};
  const { type, criteria, conditions, rules, dependencies, logic, refreshFrequency, logicalExpression, ...rest } = body;
  const kind = String(type ?? "dynamic").toLowerCase();
  if (kind === "static") return { ...rest, type: "static" };
  if (typeof logicalExpression === "string" && rest.condition === undefined)
    return {
      ...rest,
      ...scheduled(refreshFrequency),
      type: "dynamic",
      condition: expressionIn(logicalExpression, body),
    };
  const parts = [
    ...flatRows("criteria", criteria),
    ...flatRows("conditions", conditions),
    ...eventRules(rules),
    ...segmentRows(dependencies),
  ];
  const condition = rest.condition ?? (parts.length > 0 ? joined(parts, logic) : undefined);
  return { ...rest, ...scheduled(refreshFrequency), type: "dynamic", ...(condition !== undefined && { condition }) };
}

const scheduled = (cron: unknown) => (cron === undefined ? {} : { schedule: { cron } });

/** An expression says everything itself: beside it, other parts of a rule would have no place. */
function expressionIn(text: string, body: Record<string, unknown>): Condition {
  const beside = ["criteria", "conditions", "rules", "dependencies"].find((name) => body[name] !== undefined);
  if (beside) throw fault(beside, "Leave this out: logicalExpression says the whole rule.");
  const read = readExpression(text);
  if (!read.ok) throw fault("logicalExpression", read.reason);
  return read.condition;
}

/** A segment as REST answers it: a rule about segments alone also as `logicalExpression`, null for any other. */
export const segmentAnswer = <S extends Pick<Segment, "type" | "condition">>(segment: S) => ({
  ...segment,
  logicalExpression: segment.type === "static" ? null : expressionOf(segment.condition),
});

/** `{ active: false }` (003) says what `{ status: "inactive" }` says. */
export const statusBody = (body: unknown): Record<string, unknown> => {
  if (!isRecord(body)) return {};
  const { active, isActive, ...rest } = body;
  const flag = active ?? isActive;
  return typeof flag === "boolean" && rest.status === undefined
    ? { ...rest, status: flag ? "active" : "inactive" }
    : { ...rest, ...(typeof rest.status === "string" && { status: rest.status.toLowerCase() }) };
};

/** `{ contactIds: [...] }` or `{ userIds: [...] }` beside the full `{ from: … }`. */
export function membersBody(body: unknown): Record<string, unknown> {
  if (!isRecord(body)) return {};
  const ids = body.contactIds ?? body.userIds;
  return ids === undefined ? body : { from: { kind: "contacts", ids } };
}

/** One part of a flat list and how it joins the parts before it. */
type Part = { join: "AND" | "OR" | null; condition: Condition };

const flatRow = z.object({
  field: z.string().min(1),
  operator: operatorSchema,
  value: z.unknown(),
  logicalOperator: z.enum(["AND", "OR", "NOT"]).optional(),
});

function flatRows(name: string, list: unknown): Part[] {
  return listOf(name, list, flatRow).map(({ field, operator, value, logicalOperator }) => {
    const row = { kind: "attribute", field, operator, value } as Condition;
    const condition: Condition = logicalOperator === "NOT" ? { kind: "group", op: "none", children: [row] } : row;
    return { condition, join: logicalOperator === "NOT" ? "AND" : (logicalOperator ?? null) };
  });
}

const EVENT_TYPES = ["clicks", "installs", "orders", "addToCart"] as const;
const eventRule = z.object({
  eventType: z.enum(EVENT_TYPES),
  attribute: z.enum(["count", "sum"]),
  operator: z.enum(["GT", "LT", "EQ", "GTE", "LTE", "NEQ"]),
  value: z.number().int().min(0).max(1000),
  windowMinutes: z.number().int().min(1).max(1440),
  active: z.boolean().default(true),
});

/** Rules of spec 003 about clicks. A rule that is not active asks nothing. */
function eventRules(list: unknown): Part[] {
  const rules = listOf("rules", list, eventRule);
  for (const [at, { eventType, attribute }] of rules.entries()) {
    if (eventType !== "clicks")
      throw fault(`rules[${at}].eventType`, `Events of the type ${eventType} are not collected here; clicks are.`);
    if (attribute !== "count") throw fault(`rules[${at}].attribute`, "Clicks have a count and no sum.");
  }
  return rules.filter((rule) => rule.active).map((rule) => ({ join: null, condition: clicks(rule) }));
}

function clicks({ operator, value, windowMinutes }: z.output<typeof eventRule>): Condition {
  const row = (op: "at_least" | "at_most", n: number): Condition => ({
    kind: "engagement",
    action: "clicked",
    count: { op, n },
    window: { kind: "last_minutes", minutes: windowMinutes },
  });
  const group = (op: "all" | "any", ...children: Condition[]): Condition => ({ kind: "group", op, children });
  // "At least 0" is everybody, "at most -1" nobody: no row can say either.
  const atLeast = (n: number) => (n <= 0 ? group("all") : row("at_least", n));
  const atMost = (n: number) => (n < 0 ? group("any") : row("at_most", n));
  switch (operator) {
    case "GT":
      return atLeast(value + 1);
    case "GTE":
      return atLeast(value);
    case "LT":
      return atMost(value - 1);
    case "LTE":
      return atMost(value);
    case "EQ":
      return group("all", atLeast(value), atMost(value));
    case "NEQ":
      return group("any", atLeast(value + 1), atMost(value - 1));
  }
}

const dependency = z.object({
  independentSegmentId: z.string().min(1),
  logicalOperator: z.enum(["AND", "OR"]).optional(),
});

const segmentRows = (list: unknown): Part[] =>
  listOf("dependencies", list, dependency).map(({ independentSegmentId, logicalOperator }) => ({
    join: logicalOperator ?? null,
    condition: { kind: "segment", operator: "in", segment: independentSegmentId },
  }));

/** Each part's own join counts, else `logic`; from left to right, as flat lists are read. */
function joined(parts: readonly Part[], logic: unknown): Condition {
  const usual = String(logic ?? "AND").toUpperCase() === "OR" ? "OR" : "AND";
  const [first, ...rest] = parts;
  if (!first) throw new Error("nothing to join");
  let rule = first.condition;
  // What has been joined so far; empty while the rule is still the first part itself, which may be a group of its own.
  let children: Condition[] = [];
  let op: GroupCondition["op"] = "all";
  for (const { join, condition } of rest) {
    const next = (join ?? usual) === "OR" ? "any" : "all";
    if (children.length > 0 && next === op) children.push(condition);
    else {
      children = [rule, condition];
      op = next;
      rule = { kind: "group", op, children };
    }
  }
  return rule;
}

function listOf<T extends z.ZodType>(name: string, list: unknown, one: T): z.output<T>[] {
  if (list === undefined) return [];
  const parsed = z.array(one).max(200).safeParse(list);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? [])
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("");
  throw fault(`${name}${path}`, issue?.message ?? "Invalid.");
}

const fault = (field: string, reason: string): AppError =>
  new AppError("VALIDATION_ERROR", `${field}: ${reason}`, { field, reason }, [
    { pointer: `#/${field.replaceAll(/\[(\d+)\]/g, "/$1").replaceAll(".", "/")}`, code: "invalid", detail: reason },
  ]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
