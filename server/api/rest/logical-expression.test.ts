import { describe, expect, it } from "vitest";
import type { Condition } from "@/contracts/documents/condition";
import { expressionOf, readExpression } from "./logical-expression";

const ID = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const [a, b, c] = [ID(1), ID(2), ID(3)];
const row = (segment: string, operator: "in" | "not_in" = "in"): Condition => ({ kind: "segment", operator, segment });
const group = (op: "all" | "any" | "none", ...children: Condition[]): Condition => ({ kind: "group", op, children });

describe("logicalExpression", () => {
  it.each([
    [`${a}`, row(a)],
    [`${a} AND ${b}`, group("all", row(a), row(b))],
    [`${a} and ${b} OR ${c}`, group("any", group("all", row(a), row(b)), row(c))],
    [`${a} AND (${b} || NOT ${c})`, group("all", row(a), group("any", row(b), row(c, "not_in")))],
    [`NOT (${a} && ${b})`, group("none", group("all", row(a), row(b)))],
    [`!!${a}`, row(a)],
  ])("reads %s", (text, condition) => {
    expect(readExpression(text)).toEqual({ ok: true, condition });
  });

  it.each([
    ["A AND B", "Expected a segment id such as seg_… or a UUID at character 1, not “A”."],
    [`${a} AND`, "Expected a segment id at the end, behind character 40."],
    [`(${a} OR ${b}`, "The bracket opened at character 1 is not closed."],
    [`${a} ${b}`, `Expected AND, OR or the end at character 38, not “${b}”.`],
    [`${a} + ${b}`, "“+” at character 38 has no meaning here."],
    ["", "Expected a segment id at the end, behind character 0."],
  ])("refuses “%s” and names the place", (text, reason) => {
    expect(readExpression(text)).toEqual({ ok: false, reason });
  });

  it("writes a rule so that reading it means the same, for 500 random rules", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const draw = (depth: number): Condition => {
      if (depth === 0 || random(3) === 0) return row(ID(1 + random(3)), random(2) ? "in" : "not_in");
      const op = (["all", "any", "none"] as const)[random(3)] ?? "all";
      return group(op, ...Array.from({ length: 1 + random(3) }, () => draw(depth - 1)));
    };
    const holds = (condition: Condition, members: ReadonlySet<string>): boolean => {
      if (condition.kind === "segment") return members.has(condition.segment) === (condition.operator === "in");
      if (condition.kind !== "group") throw new Error("not about segments");
      const found = condition.children.map((child) => holds(child, members));
      return condition.op === "all" ? found.every(Boolean) : found.some(Boolean) === (condition.op === "any");
    };
    for (let trial = 0; trial < 500; trial += 1) {
      const rule = draw(3);
      const read = readExpression(expressionOf(rule) ?? "");
      if (!read.ok) throw new Error(read.reason);
      for (let set = 0; set < 8; set += 1) {
        const members = new Set([a, b, c].filter((_, at) => set & (1 << at)));
        expect(holds(read.condition, members), `${JSON.stringify(rule)} in ${set}`).toBe(holds(rule, members));
      }
    }
  });

  it("says nothing about a rule that asks something else, or about nothing", () => {
    const named: Condition = { kind: "attribute", field: "first_name", operator: "is_set" };
    for (const rule of [named, group("all"), group("any", row(a), named)]) expect(expressionOf(rule)).toBeNull();
  });
});
