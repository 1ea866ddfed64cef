import { normaliseEmail, normalisePhone } from "@/contracts/addresses";
import type { AttributeType, ContactAttributes } from "@/contracts/contacts";
import { readValue } from "@/contracts/field-values";
import type { ImportMapping, MatchKey, Transform } from "@/contracts/imports";
import { tagNamesSchema } from "@/contracts/tags";
import { type ImportableKey, isImportable } from "./suggest-mapping";
import { transformValue } from "./transform-value";

/** A person as a row describes them. Null means "the file says nothing", never "clear it". */
export type ImportRow = Record<ImportableKey, string | null> & {
  email_key: string | null;
  attributes: ContactAttributes;
  /** Names of tags, each once. */
  tags: string[];
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

type Column = {
  index: number;
  name: string;
  key: string;
  type: AttributeType;
  kind: "standard" | "attribute";
  transform: Transform | undefined;
};
type TagColumn = { index: number; name: string; kind: "tags"; separator: string };

/** Makes the function that turns the values of a record into a person, or says what is wrong and how to mend it. */
export function makeConverter(
  mapping: ImportMapping,
  headings: readonly string[],
  types: ReadonlyMap<string, AttributeType>,
): (values: readonly string[]) => Converted {
  const columns = columnsOf(mapping, headings, types);
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
        : column.kind === "tags"
          ? putTags(row, column, text)
          : putValue(row, column, text, mapping, zones);
      if (problem) problems.push({ column: column.name, ...problem });
    }
    if (problems.length === 0 && !identityOf(row, mapping.matchBy)) problems.push(NO_IDENTITY[mapping.matchBy]);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, row };
  };
}

function columnsOf(
  mapping: ImportMapping,
  headings: readonly string[],
  types: ReadonlyMap<string, AttributeType>,
): (Column | TagColumn)[] {
  return mapping.columns.flatMap((target, index): (Column | TagColumn)[] => {
    if (target.to === "ignore") return [];
    const name = headings[index] ?? `Column ${index + 1}`;
    if (target.to === "tags") return [{ index, name, kind: "tags", separator: target.separator }];
    const type = target.to === "new_field" ? target.type : (types.get(target.key) ?? "text");
    const kind = target.to === "field" && isImportable(target.key) ? "standard" : "attribute";
    return [{ index, name, key: target.key, type, kind, transform: target.transform }];
  });
}

const identityOf = (row: ImportRow, matchBy: MatchKey): string | null =>
  matchBy === "any" ? (row.email_key ?? row.external_id) : matchBy === "email" ? row.email_key : row[matchBy];

const noIdentity = (problem: string, fix: string): RowProblem => ({ column: null, code: "no_identity", problem, fix });
const NO_IDENTITY: Record<MatchKey, RowProblem> = {
  any: noIdentity("The row has neither an e-mail address nor an external id.", "Fill in one of them."),
  email: noIdentity("The row has no e-mail address, by which people are matched.", "Fill it in."),
  external_id: noIdentity("The row has no external id, by which people are matched.", "Fill it in."),
  phone: noIdentity("The row has no phone number, by which people are matched.", "Fill it in."),
};

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
  tags: [],
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
  // Written as everywhere else, where a country code says whose it is; otherwise as it stands.
  row[key] = key === "phone" ? (normalisePhone(text) ?? text) : text;
  return null;
}

function putValue(
  row: ImportRow,
  column: Column,
  raw: string,
  mapping: ImportMapping,
  zones: Map<string, boolean>,
): Fault {
  const text = transformValue(raw, column.transform, mapping.callingCode);
  if (text === null)
    return {
      code: "invalid_phone",
      problem: `“${raw.trim().slice(0, 40)}” cannot be written as an international number.`,
      fix: "Write it with + and the calling code, or choose the calling code of the file.",
    };
  return column.kind === "standard"
    ? putStandard(row, column.key as ImportableKey, text, zones)
    : putAttribute(row, column, text, mapping);
}

function putTags(row: ImportRow, column: TagColumn, text: string): Fault {
  const names = text.split(column.separator).filter((name) => name.trim() !== "");
  const parsed = tagNamesSchema.safeParse([...row.tags, ...names]);
  if (parsed.success) {
    row.tags = parsed.data;
    return null;
  }
  return {
    code: "invalid_tag",
    problem: parsed.error.issues[0]?.message ?? "A tag cannot be read.",
    fix: "Tags have up to 60 characters, and a person gets up to 50 in one row.",
  };
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
