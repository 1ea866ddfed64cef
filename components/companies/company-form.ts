import type { Company, CompanyField, CompanyPatch } from "@/contracts/companies";

/** What the form shows: always text; attributes under "attributes.<key>". */
export type CompanyForm = Record<string, string>;

const STANDARD = ["name", "domain", "externalId"] as const;

export function toCompanyForm(company: Company | null, fields: readonly CompanyField[]): CompanyForm {
  const form: CompanyForm = Object.fromEntries(STANDARD.map((key) => [key, company?.[key] ?? ""]));
  for (const { key, type } of fields) {
    const text = String(company?.attributes[key] ?? "");
    form[`attributes.${key}`] = type === "date" ? text.slice(0, 10) : text;
  }
  return form;
}

/** Only what was changed; empty text clears. */
export function toCompanyPatch(before: CompanyForm, after: CompanyForm, fields: readonly CompanyField[]): CompanyPatch {
  const changed = (key: string) => (after[key] ?? "").trim() !== (before[key] ?? "");
  const patch: CompanyPatch = {};
  for (const key of STANDARD) if (changed(key)) patch[key] = (after[key] ?? "").trim();
  const attributes: NonNullable<CompanyPatch["attributes"]> = {};
  for (const { key, type } of fields)
    if (changed(`attributes.${key}`)) attributes[key] = toValue(type, (after[`attributes.${key}`] ?? "").trim());
  return Object.keys(attributes).length > 0 ? { ...patch, attributes } : patch;
}

function toValue(type: CompanyField["type"], text: string): string | number | boolean | null {
  if (text === "") return null;
  if (type === "number") {
    const value = Number(text.replace(",", "."));
    // Sent as typed when it is no number, so that the server says which field is wrong.
    return Number.isFinite(value) ? value : text;
  }
  return type === "boolean" ? text === "true" : text;
}
