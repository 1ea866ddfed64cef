import { normaliseEmail } from "@/contracts/addresses";
import { type AttributeType, type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";
import { readValue } from "@/contracts/field-values";
import type { ImportTarget } from "@/contracts/imports";

type Target = ImportTarget;

/** Standard fields a file may fill; the dates are ours. */
export const IMPORTABLE = ["email", "first_name", "last_name", "phone", "external_id", "time_zone", "locale"] as const;
export type ImportableKey = (typeof IMPORTABLE)[number];
export const isImportable = (key: string): key is ImportableKey => (IMPORTABLE as readonly string[]).includes(key);

const SYNONYMS: Record<ImportableKey, readonly string[]> = {
  email: ["email", "mail", "emailaddress", "emailadresse", "courriel", "correo", "correoelectronico", "eml"],
  first_name: ["firstname", "givenname", "forename", "fname", "vorname", "prenom", "nombre", "first"],
  last_name: ["lastname", "surname", "familyname", "lname", "nachname", "nom", "apellido", "apellidos", "last"],
  phone: ["phone", "phonenumber", "mobile", "mobilephone", "tel", "telephone", "cell", "telefon", "handy"],
  external_id: ["externalid", "id", "userid", "customerid", "contactid", "uid", "kundennummer"],
  time_zone: ["timezone", "tz", "zeitzone"],
  locale: ["locale", "language", "lang", "sprache", "langue"],
};

const TAG_HEADINGS = new Set(["tag", "tags", "labels", "schlagworte", "etiquettes", "etiquetas"]);

/** Headings of our own error file: uploading it again must not make fields of them. */
const ERROR_COLUMNS = new Set(["_row", "_code", "_problem", "_fix"]);

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

/** What each column most likely is: by its heading, by the fields there are, then by what its values look like. */
export function suggestMapping(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  fields: readonly FieldDefinition[],
  style: { decimalComma: boolean; dayFirst: boolean },
): Target[] {
  const taken = new Set<string>(STANDARD_FIELDS.map((field) => field.key));
  for (const field of fields) taken.add(field.key);
  const used = new Set<string>();
  const claim = (key: string): Target | null => {
    if (used.has(key)) return null;
    used.add(key);
    return { to: "field", key };
  };
  const byName = headings.map((heading, at): Target | null => {
    if (heading.trim() === "" || ERROR_COLUMNS.has(heading.trim())) return { to: "ignore" };
    const name = plain(heading);
    const custom = fields.find((f) => !f.isStandard && (plain(f.key) === name || plain(f.label) === name));
    if (custom) return claim(custom.key);
    if (TAG_HEADINGS.has(name)) return { to: "tags", separator: separatorIn(rows.map((row) => row[at] ?? "")) };
    const standard = IMPORTABLE.find((key) => SYNONYMS[key].includes(name));
    return standard ? claim(standard) : null;
  });
  return byName.map((target, i) => {
    if (target) return target;
    const values = rows.map((row) => row[i] ?? "").filter((value) => value.trim() !== "");
    if (values.length > 0 && values.filter((v) => normaliseEmail(v) !== null).length >= values.length * 0.8) {
      const email = claim("email");
      if (email) return email;
    }
    const heading = headings[i]?.trim() ?? "";
    return {
      to: "new_field",
      key: freeKey(heading, i, taken),
      label: heading.slice(0, 80),
      type: inferType(values, style),
    };
  });
}

/** What parts the tags of these cells: the mark that most of them hold. */
function separatorIn(values: readonly string[]): "," | ";" | "|" {
  const held = (mark: string) => values.filter((value) => value.includes(mark)).length;
  if (held(";") > held(",")) return ";";
  return held("|") > held(",") ? "|" : ",";
}

function freeKey(heading: string, index: number, taken: Set<string>): string {
  const slug = heading
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 56);
  const base = slug === "" ? `column_${index + 1}` : slug;
  let key = base;
  for (let n = 2; taken.has(key) || key === "name" || key === "id" || key === "consent"; n += 1) key = `${base}_${n}`;
  taken.add(key);
  return key;
}

/** The narrowest type all values fit. Numbers with leading zeros are codes, so they stay text. */
export function inferType(
  values: readonly string[],
  style: { decimalComma: boolean; dayFirst: boolean },
): AttributeType {
  if (values.length === 0) return "text";
  const all = (type: AttributeType) => values.every((value) => readValue(type, value, style).ok);
  const isCode = values.some((value) => /^\s*[+0]\d/.test(value));
  if (!isCode && all("number"))
    return values.every((v) => /^\s*[01]\s*$/.test(v)) && values.length > 3 ? "boolean" : "number";
  if (all("boolean")) return "boolean";
  return all("date") ? "date" : "text";
}

/** Reads from the values how this file writes decimals and dates. */
export function detectStyle(rows: readonly (readonly string[])[]): { decimalComma: boolean; dayFirst: boolean } {
  let [commas, points, dayFirst, monthFirst] = [0, 0, 0, 0];
  for (const value of rows.flat()) {
    const text = value.trim();
    if (/^[+-]?\d{1,3}(\.\d{3})*,\d+$|^[+-]?\d+,\d{1,2}$/.test(text)) commas += 1;
    else if (/^[+-]?\d{1,3}(,\d{3})*\.\d+$|^[+-]?\d+\.\d+$/.test(text)) points += 1;
    const date = /^(\d{1,2})[./-](\d{1,2})[./-]\d{4}$/.exec(text);
    if (date && Number(date[1]) > 12) dayFirst += 1;
    if (date && Number(date[2]) > 12) monthFirst += 1;
  }
  return { decimalComma: commas > points, dayFirst: dayFirst >= monthFirst };
}
