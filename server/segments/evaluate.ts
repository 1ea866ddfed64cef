import "server-only";
import type { Condition } from "@/contracts/documents/condition";
import type { EvaluatedContact } from "./evaluated-contact";
import { ruleOf } from "./kinds";
import type { ConditionScope } from "./scope";

/** Whether one contact matches: the same answer as `compileCondition` in Postgres (parity.test.ts). */
export function evaluateCondition(condition: Condition, contact: EvaluatedContact, scope: ConditionScope): boolean {
  if (condition.kind !== "group") return ruleOf(condition).test(condition, contact, scope);
  const holds = (child: Condition) => evaluateCondition(child, contact, scope);
  if (condition.op === "all") return condition.children.every(holds);
  return condition.children.some(holds) === (condition.op === "any");
}
