import type { AttributeType, Contact, ContactInput, FieldDefinition } from "@/contracts/contacts";

/** What the form shows for each field key: always text. */
export type FormValues = Record<string, string>;

const STANDARD = {
  email: "email",
  first_name: "firstName",
  last_name: "lastName",
  phone: "phone",
  external_id: "externalId",
  time_zone: "timeZone",
  locale: "locale",
} as const satisfies Record<string, keyof ContactInput & keyof Contact>;
type StandardKey = keyof typeof STANDARD;
const isStandardKey = (key: string): key is StandardKey => key in STANDARD;

export const isStandardField = (field: FieldDefinition): boolean => field.isStandard && isStandardKey(field.key);

/** The value of a standard field a person can fill in. */
export const standardValue = (contact: Contact, key: string): string | null =>
  isStandardKey(key) ? contact[STANDARD[key]] : null;

/** Fields a person can fill in; the dates are kept by the system. */
export const editableFields = (fields: readonly FieldDefinition[]): FieldDefinition[] =>
  fields.filter((field) => !field.isStandard || isStandardKey(field.key));

export function toFormValues(contact: Contact | null, fields: readonly FieldDefinition[]): FormValues {
  return Object.fromEntries(
    editableFields(fields).map((field) => {
      const value =
        isStandardKey(field.key) && field.isStandard ? contact?.[STANDARD[field.key]] : contact?.attributes[field.key];
      const text = value === undefined || value === null ? "" : String(value);
      return [field.key, field.type === "date" ? text.slice(0, 10) : text];
    }),
  );
}

/** Only what was changed, so that a masked address is never sent back as if it were one. Empty text clears. */
export function toPatch(before: FormValues, after: FormValues, fields: readonly FieldDefinition[]): ContactInput {
  const patch: ContactInput = {};
  const attributes: NonNullable<ContactInput["attributes"]> = {};
  for (const field of editableFields(fields)) {
    const text = (after[field.key] ?? "").trim();
    if (text === (before[field.key] ?? "")) continue;
    if (field.isStandard && isStandardKey(field.key)) patch[STANDARD[field.key]] = text === "" ? null : text;
    else attributes[field.key] = toValue(field.type, text);
  }
  return Object.keys(attributes).length > 0 ? { ...patch, attributes } : patch;
}

function toValue(type: AttributeType, text: string): string | number | boolean | null {
  if (text === "") return null;
  if (type === "number") {
    const value = Number(text.replace(",", "."));
    // Sent as typed when it is no number, so that the server says which field is wrong.
    return Number.isFinite(value) ? value : text;
  }
  return type === "boolean" ? text === "true" : text;
}

/** Field key of a server's error path: "attributes.plan" -> "plan", "firstName" -> "first_name". */
export function fieldKeyOf(path: string): string {
  const standard = Object.entries(STANDARD).find(([, name]) => name === path);
  return standard ? standard[0] : path.replace(/^attributes\./, "");
}
