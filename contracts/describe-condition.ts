import type { FieldDefinition } from "./contacts";
import type { AttributeCondition, Condition, ConsentCondition } from "./documents/condition";
import { operatorForm } from "./operators";

const list = (parts: readonly string[], word: "and" | "or"): string =>
  new Intl.ListFormat("en", { type: word === "and" ? "conjunction" : "disjunction" }).format(parts);

/** The rule as one sentence: "People whose plan is “pro” and whose age is at least 30." Unfinished rows read "…". */
export function describeCondition(condition: Condition, fields: ReadonlyMap<string, FieldDefinition>): string {
  if (condition.kind === "group" && condition.children.length === 0)
    return condition.op === "any" ? "Nobody: no rule is given." : "Everybody.";
  return `People ${phrase(condition, fields, false)}.`;
}

function phrase(condition: Condition, fields: ReadonlyMap<string, FieldDefinition>, nested: boolean): string {
  if (condition.kind === "consent") return consentPhrase(condition);
  if (condition.kind === "attribute") return rowPhrase(condition, fields);
  if (condition.children.length === 0) return condition.op === "any" ? "who cannot exist" : "of any kind";
  const parts = condition.children.map((child) => phrase(child, fields, true));
  if (condition.op === "none") return `who are not people ${wrap(list(parts, "or"), parts.length > 1)}`;
  const joined = list(parts, condition.op === "all" ? "and" : "or");
  return wrap(joined, nested && parts.length > 1);
}

const wrap = (text: string, needed: boolean): string => (needed ? `(${text})` : text);

const CONSENT_PHRASES: Record<ConsentCondition["state"], string> = {
  granted: "who agreed to marketing e-mail",
  denied: "who refused marketing e-mail",
  pending: "whose agreement to marketing e-mail is pending",
  none: "who never answered about marketing e-mail",
};
const consentPhrase = (condition: ConsentCondition): string => CONSENT_PHRASES[condition.state];

function rowPhrase(row: AttributeCondition, fields: ReadonlyMap<string, FieldDefinition>): string {
  const field = fields.get(row.field);
  if (!field) return row.field ? `whose ${row.field} (unknown field) …` : "whose …";
  const form = operatorForm(row.operator, field.type);
  if (!form) return `whose ${nameOf(field)} …`;
  const value = form.value === "none" ? "" : ` ${valuePhrase(row)}`;
  return `whose ${nameOf(field)} ${form.label}${value}`;
}

/** Labels stand inside a sentence: "First name" -> "first name", "Created" -> "created date"; "VIP" keeps its shape. */
function nameOf(field: FieldDefinition): string {
  const isWord = /^\p{Lu}[\p{Ll}\p{M}-]/u.test(field.label);
  const name = isWord ? field.label.slice(0, 1).toLowerCase() + field.label.slice(1) : field.label;
  return field.type === "date" && !/date|day|time/i.test(name) ? `${name} date` : name;
}

function valuePhrase(row: AttributeCondition): string {
  const { value, operator } = row;
  if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "…";
  if (operator === "within_last_days" || operator === "not_within_last_days")
    return `${scalarPhrase(value)} ${value === 1 ? "day" : "days"}`;
  if (operator === "between" && Array.isArray(value)) return `${scalarPhrase(value[0])} and ${scalarPhrase(value[1])}`;
  if (!Array.isArray(value)) return scalarPhrase(value);
  const shown = value.slice(0, 5).map(scalarPhrase);
  return list(value.length > 5 ? [...shown, `${value.length - 5} more`] : shown, "or");
}

function scalarPhrase(value: unknown): string {
  if (value === undefined || value === null || value === "") return "…";
  if (typeof value === "number") return new Intl.NumberFormat("en", { maximumFractionDigits: 20 }).format(value);
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text))
    return new Intl.DateTimeFormat("en-GB", {
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    }).format(new Date(`${text}T00:00:00Z`));
  return `“${text}”`;
}
