import type { Channel } from "../channels";
import type { AttributeType, FieldDefinition } from "../contacts";
import type { ConsentCondition, EngagementAction } from "../documents/condition";
import type { Vocabulary } from "../vocabulary";

// The words that writing (describe-condition.ts) and reading (parse-condition.ts) a rule share.

export const CHANNEL_WORDS: Record<Channel, string> = {
  email: "e-mail",
  sms: "SMS",
  push: "push messages",
  in_app: "in-app messages",
  social: "social messages",
  webhook: "webhooks",
};

/** `{what}` is "marketing e-mail" or "“News” e-mail". */
export const CONSENT_PHRASES: Record<ConsentCondition["state"], string> = {
  granted: "who agreed to {what}",
  denied: "who refused {what}",
  pending: "whose agreement to {what} is pending",
  none: "who never answered about {what}",
};

export const ACTION_PHRASES: Record<EngagementAction, string> = {
  sent: "who were sent",
  received: "who received",
  opened: "who opened",
  clicked: "who clicked in",
  bounced: "who bounced on",
};

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Marks within a quoted text are escaped, so that any text can be read back. */
export const quoted = (text: string): string => `“${text.replaceAll("\\", "\\\\").replaceAll("”", "\\”")}”`;

/** A named thing by its name, and by its id too when that name does not single it out. */
export function nameOf(names: ReadonlyMap<string, string>, id: string): string {
  const name = names.get(id);
  if (name === undefined) return id ? `[${id}]` : "…";
  let holders = 0;
  for (const other of names.values()) if (other.toLowerCase() === name.toLowerCase()) holders += 1;
  return holders > 1 ? `${quoted(name)} [${id}]` : quoted(name);
}

/** Labels stand inside a sentence: "First name" -> "first name", "Created" -> "created date"; "VIP" keeps its shape. */
function plainPhrase(field: FieldDefinition): string {
  const label = field.label.replace(/\s+/g, " ").trim();
  const isWord = /^\p{Lu}[\p{Ll}\p{M}-]/u.test(label);
  const name = isWord ? label.slice(0, 1).toLowerCase() + label.slice(1) : label;
  return field.type === "date" && !/date|day|time/i.test(name) ? `${name} date` : name;
}

const known = new WeakMap<Vocabulary["fields"], Map<string, string>>();

/** Field key -> how a sentence calls it; fields of the same name carry their key. */
export function fieldPhrases(fields: Vocabulary["fields"]): Map<string, string> {
  const found = known.get(fields);
  if (found) return found;
  const plain = [...fields.values()].map((field) => ({ key: field.key, phrase: plainPhrase(field) }));
  const uses = new Map<string, number>();
  for (const { phrase } of plain) uses.set(phrase.toLowerCase(), (uses.get(phrase.toLowerCase()) ?? 0) + 1);
  const phrases = new Map(
    plain.map(({ key, phrase }) => [key, (uses.get(phrase.toLowerCase()) ?? 0) > 1 ? `${phrase} [${key}]` : phrase]),
  );
  known.set(fields, phrases);
  return phrases;
}

export function numberPhrase(value: number): string {
  const text = new Intl.NumberFormat("en", { maximumFractionDigits: 20 }).format(value);
  return Number(text.replaceAll(",", "")) === value ? text : String(value);
}

/** "21 Nov 2026" for a day, quoted as it is for anything else. */
export function datePhrase(value: string): string {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name && Number(year) >= 1000 ? `${Number(day)} ${name} ${year}` : quoted(value);
}

export function scalarPhrase(value: unknown, type: AttributeType): string {
  if (value === undefined || value === null || value === "") return "…";
  if (typeof value === "number") return numberPhrase(value);
  return type === "date" ? datePhrase(String(value)) : quoted(String(value));
}

export const listPhrase = (parts: readonly string[], word: "and" | "or"): string =>
  new Intl.ListFormat("en", { type: word === "and" ? "conjunction" : "disjunction" }).format(parts);
