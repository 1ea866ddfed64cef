import { normaliseEmail } from "@/contracts/addresses";
import type { AttributeType, ContactAttributes, ImportMapping } from "@/contracts/contacts";
import { readValue } from "@/contracts/field-values";
import { type ImportableKey, isImportable } from "./suggest-mapping";

/** A person as a row describes them. Null means "the file says nothing", never "clear it". */
export type ImportRow = Record<ImportableKey, string | null> & {
  email_key: string | null;
  attributes: ContactAttributes;
};

/** Problem of one row: `column` is the heading. Sentences for people; the code is for programs. */
export type RowProblem = { column: string | null; code: string; problem: string; fix: string };
export type Converted = { ok: true; row: ImportRow } | { ok: false; problems: RowProblem[] };

const MAX_LENGTH: Record<ImportableKey, number> = {
  email: 254,
  first_name: 200,
  last_name: 200,
  phone: 40,
  external_id: 200,
  time_zone: 64,
  locale: 35,
};

type Column = { index: number; name: string; key: string; type: AttributeType; isStandard: boolean };

/** Makes the function that turns the values of a record into a person, or says what is wrong and how to mend it. */
export function makeConverter(
  mapping: ImportMapping,
  headings: readonly string[],
  types: ReadonlyMap<string, AttributeType>,
): (values: readonly string[]) => Converted {
  const columns: Column[] = mapping.columns.flatMap((target, index) => {
    if (target.to === "ignore") return [];
    const type = target.to === "new_field" ? target.type : (types.get(target.key) ?? "text");
    const isStandard = target.to === "field" && isImportable(target.key);
    return [{ index, name: headings[index] ?? target.key, key: target.key, type, isStandard }];
  });
  const width = Math.max(headings.length, mapping.columns.length);
  const zones = new Map<string, boolean>();
  return (values) => {
    if (values.length > width && values.slice(width).some((value) => value.trim() !== ""))
      return tooWide(values.length, width);
    const row = emptyRow();
    const problems: RowProblem[] = [];
    for (const column of columns) {
      const text = values[column.index] ?? "";
      if (text === "") continue;
      const problem = text.includes("\ufffd")
        ? {
            code: "bad_characters",
            problem: "Some characters cannot be read.",
            fix: "Save the file as UTF-8 and upload it again.",
          }
        : column.isStandard
          ? putStandard(row, column.key as ImportableKey, text, zones)
          : putAttribute(row, column, text, mapping);
      if (problem) problems.push({ column: column.name, ...problem });
    }
    if (problems.length === 0 && !row.email_key && !row.external_id)
      problems.push({
        column: null,
        code: "no_identity",
        problem: "The row has neither an e-mail address nor an external id.",
        fix: "Fill in one of them.",
      });
    return problems.length > 0 ? { ok: false, problems } : { ok: true, row };
  };
}

const emptyRow = (): ImportRow => ({
  email: null,
  email_key: null,
  first_name: null,
  last_name: null,
  phone: null,
  external_id: null,
  time_zone: null,
  locale: null,
  attributes: {},
});

const tooWide = (found: number, width: number): Converted => ({
  ok: false,
  problems: [
    {
      column: null,
      code: "too_many_columns",
      problem: `The row has ${found} values, the heading has ${width}.`,
      fix: "Put double quotes around values that contain the separator.",
    },
  ],
});

type Fault = Omit<RowProblem, "column"> | null;

function putStandard(row: ImportRow, key: ImportableKey, raw: string, zones: Map<string, boolean>): Fault {
  const text = raw.trim();
  if (text === "") return null;
  if (text.includes("\u0000"))
    return { code: "bad_characters", problem: "The value contains a null character.", fix: "Remove it." };
  if (text.length > MAX_LENGTH[key])
    return {
      code: "too_long",
      problem: `The value has ${text.length} characters.`,
      fix: `Shorten it to ${MAX_LENGTH[key]}.`,
    };
  if (key === "email") {
    row.email_key = normaliseEmail(text);
    if (!row.email_key)
      return {
        code: "invalid_email",
        problem: `“${text.slice(0, 80)}” is not one e-mail address.`,
        fix: "Write one address such as ada@example.com.",
      };
  }
  if (key === "time_zone" && !isTimeZone(text, zones))
    return {
      code: "invalid_time_zone",
      problem: `“${text}” is not a time zone.`,
      fix: "Use a name such as Europe/Berlin.",
    };
  row[key] = text;
  return null;
}

function putAttribute(row: ImportRow, column: Column, text: string, mapping: ImportMapping): Fault {
  const checked = readValue(column.type, text, mapping);
  if (!checked.ok) return { code: `invalid_${column.type}`, problem: checked.problem, fix: checked.fix };
  if (checked.value !== null) row.attributes[column.key] = checked.value;
  return null;
}

function isTimeZone(text: string, known: Map<string, boolean>): boolean {
  let valid = known.get(text);
  if (valid === undefined) {
    try {
      valid = Boolean(new Intl.DateTimeFormat("en", { timeZone: text }));
    } catch {
      valid = false;
    }
    if (known.size < 1000) known.set(text, valid);
  }
  return valid;
}
