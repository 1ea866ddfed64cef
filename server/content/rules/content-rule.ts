import type { ContentRule, ContentRuleRow } from "@/contracts/documents/content-rule";
import { dateSpan } from "@/contracts/operators";

/**
 * The operators of segments for one value of one person, as the Liquid filter `matches` asks them. They agree with
 * server/segments/operators on every value: tests/architecture/content-rules.test.ts compares them.
 */
export function ruleHolds(value: unknown, type: string, operator: string, operands: readonly unknown[]): boolean {
  const opposite = OPPOSITES[operator];
  if (opposite) return !ruleHolds(value, type, opposite, operands);
  switch (type) {
    case "text":
      return typeof value === "string" && textHolds(value, operator, operands.map(String));
    case "number":
      return typeof value === "number" && numberHolds(value, operator, operands.map(Number));
    case "boolean":
      return typeof value === "boolean" && (operator === "is_set" || value === (operator === "is_true"));
    case "date":
      return typeof value === "string" && SHAPE.test(value) && dateHolds(value, operator, operands);
    default:
      return false;
  }
}

/** People without a value match the negative ones (ADR 0003). */
const OPPOSITES: Record<string, string> = {
  not_equals: "equals",
  not_contains: "contains",
  not_in: "in",
  is_not_set: "is_set",
};

/** Letter by letter, so that neither a final sigma nor the dotted I depends on what stands around it. */
function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  let out = "";
  for (const letter of text) out += letter === "İ" ? "i" : letter.toLowerCase();
  return out;
}

function textHolds(value: string, operator: string, operands: readonly string[]): boolean {
  if (operator === "is_set") return value !== "";
  const text = fold(value);
  const wanted = operands.map((operand) => fold(operand.normalize("NFC")));
  const [first = ""] = wanted;
  if (operator === "contains") return text.includes(first);
  if (operator === "starts_with") return text.startsWith(first);
  return wanted.includes(text);
}

function numberHolds(value: number, operator: string, operands: readonly number[]): boolean {
  const [first = Number.NaN, second = Number.NaN] = operands;
  switch (operator) {
    case "is_set":
      return true;
    case "greater_than":
      return value > first;
    case "greater_or_equal":
      return value >= first;
    case "less_than":
      return value < first;
    case "less_or_equal":
      return value <= first;
    case "between":
      return value >= first && value <= second;
    default:
      return operands.includes(value);
  }
}

/** What is no date counts as missing. */
const SHAPE = /^\d.{3}-.{2}-.{2}/su;
/** The longest common beginning of every way to write this second, so that it sorts before all of them. */
const bound = (at: Date): string =>
  at.getUTCFullYear() > 9999 ? ":" : at.toISOString().slice(0, 19).replace("T00:00:00", "");

function dateHolds(value: string, operator: string, operands: readonly unknown[]): boolean {
  if (operator === "is_set") return true;
  const [first, last = first] = operands.map(dateSpan);
  if (!first || !last) return false;
  switch (operator) {
    case "before":
      return value < bound(first.from);
    case "after":
      return value >= bound(first.to);
    default:
      return value >= bound(first.from) && value < bound(last.to);
  }
}

/** A list as people write one into a text field; parted by commas, semicolons, bars or line ends. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string") return typeof value === "number" ? [value] : [];
  return value
    .split(/[,;|\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

/**
 * A rule as Liquid that leaves its answer in the variable `name`; used as `{% if name %}`. Liquid has no brackets, so every
 * row gets a variable of its own and one kind of word joins them.
 */
export function ruleLiquid(rule: ContentRule, name: string): string {
  const rows = rule.rows.map((row, no) => `{% assign ${name}_${no} = ${row.field} | ${filterOf(row)} %}`);
  const joined = rule.rows.map((_, no) => `${name}_${no}`).join(rule.op === "all" ? " and " : " or ");
  return `${rows.join("")}{% if ${joined} %}`;
}

function filterOf({ type, operator, value }: ContentRuleRow): string {
  const operands = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return `matches: ${[type, operator, ...operands].map(literal).join(", ")}`;
}

/** As \u escapes what could end a string or a tag; numbers with an exponent are texts to Liquid and read back as numbers. */
function literal(value: string | number | boolean): string {
  if (typeof value === "number" && /^-?\d+(?:\.\d+)?$/.test(String(value))) return String(value);
  const escaped = String(value).replace(
    /["'\\{}%\p{Cc}]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}
