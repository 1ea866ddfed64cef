import type { Collision, MatchKey, Transform } from "@/contracts/imports";

export const TRANSFORM_OPTIONS = [
  { value: "as_is", label: "As it is" },
  { value: "lower", label: "lower case" },
  { value: "upper", label: "UPPER CASE" },
  { value: "title", label: "Title Case" },
  { value: "e164", label: "Phone +49…" },
] as const satisfies readonly { value: Transform | "as_is"; label: string }[];

export const COLLISION_OPTIONS = [
  { value: "file", label: "Rule of the file" },
  { value: "overwrite", label: "Overwrite" },
  { value: "fill_blank", label: "Fill blank" },
  { value: "never", label: "Never change" },
] as const satisfies readonly { value: Collision | "file"; label: string }[];

export const SEPARATOR_OPTIONS = [
  { value: ",", label: "Parted by comma ," },
  { value: ";", label: "Parted by semicolon ;" },
  { value: "|", label: "Parted by bar |" },
] as const;

export const MATCH_OPTIONS = [
  { value: "any", label: "External id, else e-mail", hint: "The id decides where a row has both." },
  { value: "email", label: "E-mail address only", hint: "An id in the file is a value like any other." },
  { value: "external_id", label: "External id only", hint: "An address in the file is a value like any other." },
  {
    value: "phone",
    label: "Phone number",
    hint: "Rows whose number several people have are reported, not guessed.",
  },
] as const satisfies readonly { value: MatchKey; label: string; hint: string }[];

export const DELIMITERS = [
  { value: ",", label: "Comma ," },
  { value: ";", label: "Semicolon ;" },
  { value: "\t", label: "Tab" },
  { value: "|", label: "Bar |" },
] as const;
export const ENCODINGS = [
  { value: "utf-8", label: "UTF-8" },
  { value: "utf-16le", label: "UTF-16" },
  { value: "windows-1252", label: "Windows-1252" },
] as const;
export const DECIMALS = [
  { value: "point", label: "1,234.5" },
  { value: "comma", label: "1.234,5" },
] as const;
export const DATES = [
  { value: "day", label: "31/3/2026" },
  { value: "month", label: "3/31/2026" },
] as const;
