import type { AttributeType, AttributeValue } from "./contacts";

/** A value that fits its field, null for "no value", or what is wrong and how to mend it. */
export type Checked = { ok: true; value: AttributeValue | null } | { ok: false; problem: string; fix: string };

const fits = (value: AttributeValue | null): Checked => ({ ok: true, value });
const wrong = (problem: string, fix: string): Checked => ({ ok: false, problem, fix });

const MAX_TEXT = 4000;
const YES = new Set(["true", "yes", "y", "1", "on", "ja", "oui", "si", "sí"]);
const NO = new Set(["false", "no", "n", "0", "off", "nein", "non"]);

/** Checks a JSON value against the type of its field. Numbers and booleans must come as such, dates as ISO 8601. */
export function checkValue(type: AttributeType, value: AttributeValue | null): Checked {
  if (value === null || value === "") return fits(null);
  switch (type) {
    case "text":
      return typeof value === "string" ? checkText(value) : wrong("This field holds text.", "Send a string.");
    case "number":
      return typeof value === "number" && Number.isFinite(value)
        ? fits(value)
        : wrong("This field holds a number.", "Send a JSON number such as 12.5.");
    case "boolean":
      return typeof value === "boolean" ? fits(value) : wrong("This field holds yes or no.", "Send true or false.");
    case "date":
      return typeof value === "string"
        ? (isoDate(value) ?? badDate(value))
        : wrong("This field holds a date.", "Send an ISO 8601 string such as 2026-03-31.");
  }
}

export type TextOptions = { decimalComma?: boolean; dayFirst?: boolean };

/** Reads what a person or a spreadsheet wrote into a field of this type. Empty text is "no value". */
export function readValue(type: AttributeType, text: string, options: TextOptions = {}): Checked {
  const trimmed = text.trim();
  if (trimmed === "") return fits(null);
  switch (type) {
    case "text":
      return checkText(trimmed);
    case "number":
      return readNumber(trimmed, options.decimalComma ?? false);
    case "boolean": {
      const lower = trimmed.toLowerCase();
      if (YES.has(lower)) return fits(true);
      if (NO.has(lower)) return fits(false);
      return wrong(`“${clip(trimmed)}” is not yes or no.`, "Write yes or no, true or false, 1 or 0.");
    }
    case "date":
      return isoDate(trimmed) ?? slashDate(trimmed, options.dayFirst ?? true) ?? badDate(trimmed);
  }
}

function checkText(value: string): Checked {
  if (value.includes("\u0000")) return wrong("The text contains a null character.", "Remove the null character.");
  if (!value.isWellFormed())
    return wrong("The text contains half of a character.", "Save the file as UTF-8 again, or retype the text.");
  if (value.length > MAX_TEXT)
    return wrong(`The text has ${value.length} characters.`, `Shorten it to ${MAX_TEXT} characters.`);
  // Stored composed, so that segments may compare without normalising a million rows (docs/adr/0003-null-semantics.md).
  return fits(value.normalize("NFC"));
}

function readNumber(text: string, decimalComma: boolean): Checked {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, "");
  const plain = decimalComma ? bare.replaceAll(".", "").replace(",", ".") : bare.replace(/,(?=\d{3}(\D|$))/g, "");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value)
    ? fits(value)
    : wrong(`“${clip(text)}” is not a number.`, "Write digits only, such as 1234.5.");
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Null when the text is not ISO-like; a date that does not exist (31 February) is refused, never rolled over. */
function isoDate(text: string): Checked | null {
  const found = ISO.exec(text);
  if (!found) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone] = found;
  return (
    realDate(Number(year), Number(month), Number(day), `${hour}:${minute}:${second}${withColon(zone)}`) ?? badDate(text)
  );
}

const withColon = (zone: string | undefined): string =>
  !zone || zone.toUpperCase() === "Z" ? "Z" : zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;

function slashDate(text: string, dayFirst: boolean): Checked | null {
  const found = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text);
  if (!found) return null;
  const [, first, , second, year] = found;
  const [day, month] = dayFirst ? [first, second] : [second, first];
  return realDate(Number(year), Number(month), Number(day), "00:00:00Z") ?? badDate(text);
}

function realDate(year: number, month: number, day: number, time: string): Checked | null {
  const date = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const midnight = new Date(`${date}T00:00:00Z`);
  const instant = new Date(`${date}T${time}`);
  if (Number.isNaN(instant.getTime()) || Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== day) return null;
  return fits(instant.toISOString());
}

const badDate = (text: string): Checked =>
  wrong(`“${clip(text)}” is not a date.`, "Write year-month-day, such as 2026-03-31.");
const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
