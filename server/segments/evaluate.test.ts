import { describe, expect, it } from "vitest";
import type { AttributeType } from "@/contracts/contacts";
import type { ConditionValue, Operator } from "@/contracts/documents/condition";
import { fieldMap, OPERATOR_FORMS } from "@/contracts/operators";
import { evaluateCondition } from "./evaluate";
import type { EvaluatedContact } from "./evaluated-contact";
import { OPERATOR_RULES } from "./operators";

const fields = fieldMap(
  (["text", "number", "boolean", "date"] as const).map((type: AttributeType) => ({
    key: type,
    label: type,
    type,
    isStandard: false,
  })),
);
const nobody: EvaluatedContact = {
  id: "0190a000-0000-7000-8000-000000000001",
  standard: {},
  attributes: {},
  consent: {},
  tags: new Set(),
  segments: new Set(),
  messages: [],
};
const scope = { workspaceNo: 1, fields, now: new Date("2026-11-21T10:00:00.500Z") };

function holds(field: AttributeType, stored: unknown, operator: Operator, value?: ConditionValue): boolean {
  const attributes = stored === undefined ? {} : { [field]: stored };
  return evaluateCondition({ kind: "attribute", field, operator, value }, { ...nobody, attributes }, scope);
}

describe("operators", () => {
  it("have a label and a rule for exactly the same types", () => {
    const shape = (table: Record<string, object>) =>
      Object.fromEntries(Object.entries(table).map(([operator, types]) => [operator, Object.keys(types).sort()]));
    expect(shape(OPERATOR_RULES)).toEqual(shape(OPERATOR_FORMS));
  });

  it("never count a missing or wrong-typed value as equal, more, less or inside", () => {
    for (const stored of [undefined, null, true, {}, []]) {
      expect(holds("text", stored, "equals", "x")).toBe(false);
      expect(holds("number", stored, "greater_than", -1)).toBe(false);
      expect(holds("number", stored, "less_than", 1)).toBe(false);
      expect(holds("date", stored, "before", "2030-01-01")).toBe(false);
      expect(holds("text", stored, "in", ["true", "null"])).toBe(false);
    }
    expect(holds("number", "5", "equals", 5)).toBe(false);
    expect(holds("boolean", "true", "is_true")).toBe(false);
    expect(holds("boolean", undefined, "is_false")).toBe(false);
  });

  it("match people without a value when they say what somebody is not", () => {
    expect(holds("text", undefined, "not_equals", "x")).toBe(true);
    expect(holds("text", undefined, "not_contains", "x")).toBe(true);
    expect(holds("number", undefined, "not_in", [1])).toBe(true);
    expect(holds("date", undefined, "not_within_last_days", 30)).toBe(true);
    expect(holds("text", undefined, "is_not_set")).toBe(true);
    expect(holds("text", "", "is_not_set")).toBe(true);
  });

  it("compare texts without regard to case, and rules in composed form", () => {
    expect(holds("text", "PRO", "equals", "pro")).toBe(true);
    expect(holds("text", "İstanbul", "equals", "ISTANBUL")).toBe(true);
    expect(holds("text", "école", "equals", "E\u0301COLE")).toBe(true);
    expect(holds("text", "STRASSE", "equals", "straße")).toBe(false);
    expect(holds("text", "100%", "contains", "%")).toBe(true);
    expect(holds("text", "100", "contains", "%")).toBe(false);
  });

  it("read a date as its whole UTC day, and the last days up to now", () => {
    const cases: [string, Operator, ConditionValue, boolean][] = [
      ["2026-05-14", "equals", "2026-05-14", true],
      ["2026-05-14T23:59:59.999Z", "equals", "2026-05-14", true],
      ["2026-05-15T00:00:00.000Z", "equals", "2026-05-14", false],
      ["2026-05-14T00:00:00.000Z", "before", "2026-05-14", false],
      ["2026-05-13T23:59:59.999Z", "before", "2026-05-14", true],
      ["2026-05-14T23:59:59.999Z", "after", "2026-05-14", false],
      ["2026-05-15T00:00:00.000Z", "after", "2026-05-14", true],
      ["2026-05-15", "after", "2026-05-14", true],
      ["2026-05-14", "before", "2026-05-14", false],
      ["2026-05-14T18:00:00.000Z", "between", ["2026-05-01", "2026-05-14"], true],
      ["2026-05-01T00:00:00.000Z", "between", ["2026-05-01", "2026-05-14"], true],
      ["2026-05-15T00:00:00.000Z", "between", ["2026-05-01", "2026-05-14"], false],
      ["2026-11-20T10:00:00.000Z", "within_last_days", 1, true],
      ["2026-11-20T09:59:59.999Z", "within_last_days", 1, false],
      ["2026-11-21T10:00:00.400Z", "within_last_days", 1, true],
      ["2026-11-21T10:00:01.000Z", "within_last_days", 1, false],
      ["2026-11-21T10:00:01.000Z", "not_within_last_days", 1, true],
      ["not a date", "after", "2026-05-14", false],
    ];
    for (const [stored, operator, value, expected] of cases)
      expect([stored, operator, value, holds("date", stored, operator, value)]).toEqual([
        stored,
        operator,
        value,
        expected,
      ]);
  });
});

describe("groups", () => {
  const person = nobody;
  const group = (op: "all" | "any" | "none", children: never[] = []) =>
    evaluateCondition({ kind: "group", op, children }, person, scope);

  it("match everybody when ALL or NONE is empty and nobody when ANY is", () => {
    expect([group("all"), group("none"), group("any")]).toEqual([true, true, false]);
  });

  it("take the people without a value into NONE", () => {
    const isPro = { kind: "attribute" as const, field: "text", operator: "equals" as const, value: "pro" };
    expect(evaluateCondition({ kind: "group", op: "none", children: [isPro] }, person, scope)).toBe(true);
  });

  it("count somebody who never answered as having no consent of any state", () => {
    const states = (["granted", "denied", "pending", "none"] as const).filter((state) =>
      evaluateCondition({ kind: "consent", channel: "email", state }, person, scope),
    );
    expect(states).toEqual(["none"]);
  });
});
