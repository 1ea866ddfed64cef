import type { RetypeOptions } from "@/contracts/contact-fields";
import type { AttributeType, AttributeValue } from "@/contracts/contacts";
import { type Checked, readValue } from "@/contracts/field-values";

const MIDNIGHT = "T00:00:00.000Z";

/**
 * A stored value as another type: null for "no value", or why it cannot be read as that. What a text says is read as in
 * an import; a day without a time goes to text as a day; yes and no are 1 and 0 as numbers.
 */
export function convertValue(
  from: AttributeType,
  to: AttributeType,
  value: AttributeValue,
  options: RetypeOptions,
): Checked {
  if (from === to) return { ok: true, value };
  if (typeof value === "boolean") {
    if (to === "number") return { ok: true, value: value ? 1 : 0 };
    return to === "text" ? { ok: true, value: String(value) } : impossible("Yes or no", to);
  }
  if (typeof value === "number") {
    if (to === "boolean" && (value === 0 || value === 1)) return { ok: true, value: value === 1 };
    return to === "text" ? { ok: true, value: String(value) } : impossible(`The number ${value}`, to);
  }
  if (from !== "date") return readValue(to, value, options);
  if (to !== "text") return impossible("A date", to);
  return { ok: true, value: value.endsWith(MIDNIGHT) ? value.slice(0, -MIDNIGHT.length) : value };
}

const NAMES: Record<AttributeType, string> = {
  text: "a text",
  number: "a number",
  boolean: "yes or no",
  date: "a date",
};

const impossible = (what: string, to: AttributeType): Checked => ({
  ok: false,
  problem: `${what} cannot become ${NAMES[to]}.`,
  fix: "Change these values first, or choose another type.",
});

/** Attributes of an old record in the types their fields have by now; what cannot be read is left out. */
export function fitAttributes(
  attributes: Readonly<Record<string, AttributeValue>>,
  types: ReadonlyMap<string, AttributeType>,
): Record<string, AttributeValue> {
  const fitted: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(attributes)) {
    const type = types.get(key);
    const checked = type
      ? convertValue(typeOf(value, type), type, value, { decimalComma: false, dayFirst: true })
      : null;
    if (checked === null) fitted[key] = value;
    else if (checked.ok && checked.value !== null) fitted[key] = checked.value;
  }
  return fitted;
}

/** The type a stored value had: texts and dates are both strings, so an ISO instant counts as what is asked for. */
function typeOf(value: AttributeValue, wanted: AttributeType): AttributeType {
  if (typeof value !== "string") return typeof value === "number" ? "number" : "boolean";
  if (wanted === "text" && ISO_INSTANT.test(value)) return "date";
  return "text";
}
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
