import "server-only";
import { type AttributeType, type FieldDefinition, STANDARD_FIELDS, type StandardFieldKey } from "@/contracts/contacts";
import type { Condition, ConsentCondition } from "@/contracts/documents/condition";
import { type ConditionScope, resolveRow } from "./scope";

/** One contact with what conditions can ask about it. Missing consent means the person never answered. */
export type EvaluatedContact = {
  standard: Partial<Record<StandardFieldKey, string | Date | null>>;
  attributes: Readonly<Record<string, unknown>>;
  consent: Partial<Record<ConsentCondition["channel"], Exclude<ConsentCondition["state"], "none">>>;
};

/** Whether one contact matches: the same answer as `compileCondition` in Postgres (parity.test.ts). */
export function evaluateCondition(condition: Condition, contact: EvaluatedContact, scope: ConditionScope): boolean {
  switch (condition.kind) {
    case "consent":
      return (contact.consent[condition.channel] ?? "none") === condition.state;
    case "attribute": {
      const { field, rule } = resolveRow(condition, scope.fields);
      return rule.test(readField(contact, field), condition.value, scope.now);
    }
    case "group": {
      const holds = (child: Condition) => evaluateCondition(child, contact, scope);
      if (condition.op === "all") return condition.children.every(holds);
      return condition.children.some(holds) === (condition.op === "any");
    }
  }
}

const STANDARD_KEYS = new Set<string>(STANDARD_FIELDS.map((field) => field.key));
const isStandardKey = (key: string): key is StandardFieldKey => STANDARD_KEYS.has(key);

const JS_TYPES: Record<AttributeType, string> = {
  text: "string",
  date: "string",
  number: "number",
  boolean: "boolean",
};

function readField(contact: EvaluatedContact, field: FieldDefinition): string | number | boolean | undefined {
  const stored = field.isStandard && isStandardKey(field.key) ? contact.standard[field.key] : own(contact, field.key);
  if (stored instanceof Date) return stored.toISOString();
  const isOfType = typeof stored === JS_TYPES[field.type];
  return isOfType && (typeof stored === "string" || typeof stored === "number" || typeof stored === "boolean")
    ? stored
    : undefined;
}

const own = (contact: EvaluatedContact, key: string): unknown =>
  Object.hasOwn(contact.attributes, key) ? contact.attributes[key] : undefined;
