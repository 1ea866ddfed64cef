import { describe, expect, it } from "vitest";
import { conditionFaults } from "./condition-faults";
import { describeCondition } from "./describe-condition";
import type { Condition, ConditionValue, Operator } from "./documents/condition";
import { carryValue, dateSpan } from "./operators";
import { vocabularyOf } from "./vocabulary";

const vocabulary = vocabularyOf({
  fields: [
    { key: "plan", label: "Plan", type: "text", isStandard: false },
    { key: "age", label: "Age", type: "number", isStandard: false },
    { key: "vip", label: "VIP", type: "boolean", isStandard: false },
    { key: "signup", label: "Signed up", type: "date", isStandard: false },
  ],
});
const row = (field: string, operator: Operator, value?: ConditionValue): Condition => ({
  kind: "attribute",
  field,
  operator,
  ...(value !== undefined && { value }),
});
const all = (...children: Condition[]): Condition => ({ kind: "group", op: "all", children });

describe("conditionFaults", () => {
  it("points into the tree at what is wrong: field, operator or value", () => {
    const tree = all(
      row("plan", "equals", "pro"),
      all(row("nope", "equals", "x"), row("age", "contains", "3")),
      row("age", "equals", "3"),
    );
    expect(conditionFaults(tree, vocabulary, "#/condition").map((fault) => fault.pointer)).toEqual([
      "#/condition/children/1/children/0/field",
      "#/condition/children/1/children/1/operator",
      "#/condition/children/2/value",
    ]);
  });

  it.each<[string, Operator, ConditionValue]>([
    ["plan", "equals", undefined],
    ["plan", "equals", "   "],
    ["plan", "equals", "a\u0000"],
    ["plan", "equals", "\ud800"],
    ["plan", "equals", ["pro"]],
    ["plan", "in", []],
    ["plan", "in", ["a", 1]],
    ["age", "equals", Number.NaN],
    ["age", "between", [5, 1]],
    ["age", "between", [5]],
    ["signup", "before", "2026-02-31"],
    ["signup", "before", "tomorrow"],
    ["signup", "between", ["2026-02-02", "2026-02-01"]],
    ["signup", "within_last_days", 0],
    ["signup", "within_last_days", 1.5],
    ["vip", "is_true", true],
  ])("refuses %s %s %j", (field, operator, value) => {
    expect(conditionFaults(row(field, operator, value), vocabulary).map((fault) => fault.pointer)).toEqual(["#/value"]);
  });
});

it("takes a date as its UTC day and a time as one second", () => {
  const span = (text: string) => {
    const found = dateSpan(text);
    return found && [found.from.toISOString(), found.to.toISOString()];
  };
  expect(span("2024-02-29")).toEqual(["2024-02-29T00:00:00.000Z", "2024-03-01T00:00:00.000Z"]);
  expect(span("2026-01-01T10:00:00Z")).toEqual(["2026-01-01T10:00:00.000Z", "2026-01-01T10:00:01.000Z"]);
  for (const text of ["2023-02-29", "2026-01-01T25:00:00Z", "2026-01-01T10:00:00", "0000-01-01", "1", ""])
    expect(span(text)).toBeNull();
});

it("keeps a value that still fits when the operator changes, and drops one that does not", () => {
  expect(carryValue("pro", "text_list")).toEqual(["pro"]);
  expect(carryValue(["pro", "free"], "text")).toBe("pro");
  expect(carryValue("pro", "number")).toBeUndefined();
  expect(carryValue(3, "none")).toBeUndefined();
});

it("reads a rule as a sentence", () => {
  const sentence = (condition: Condition) => describeCondition(condition, vocabulary);
  expect(sentence(all())).toBe("Everybody.");
  expect(sentence(all(row("plan", "in", ["pro", "team"]), row("age", "greater_or_equal", 30)))).toBe(
    "People whose plan is one of “pro” or “team” and whose age is at least 30.",
  );
  expect(
    sentence(
      all(
        { kind: "consent", channel: "email", state: "granted" },
        { kind: "group", op: "any", children: [row("vip", "is_true"), row("signup", "within_last_days", 7)] },
        { kind: "group", op: "none", children: [row("plan", "equals", "free"), row("signup", "before", "2026-01-02")] },
      ),
    ),
  ).toBe(
    "People who agreed to marketing e-mail, (whose VIP is true or whose signed up date is in the last 7 days), and who are not people (whose plan is “free” or whose signed up date is before 2 Jan 2026).",
  );
  expect(sentence(row("plan", "equals"))).toBe("People whose plan is ….");
});
