import "server-only";
import { type AttributeType, type FieldDefinition, STANDARD_FIELDS, type StandardFieldKey } from "@/contracts/contacts";
import type { ConsentCondition } from "@/contracts/documents/condition";

/** One campaign message of a contact; a message has one acceptance unless an unknown one was resolved later. */
export type EngagedMessage = {
  /** Public id of the campaign; null when it is gone. */
  campaign: string | null;
  acceptedAt: readonly Date[];
  bouncedAt: readonly Date[];
  hits: readonly { kind: "open" | "click"; at: Date; human: boolean; url: string | null }[];
};

/** One contact with what conditions can ask about it. Missing consent means the person never answered. */
export type EvaluatedContact = {
  /** The uuid. */
  id: string;
  standard: Partial<Record<StandardFieldKey, string | Date | null>>;
  attributes: Readonly<Record<string, unknown>>;
  /** By kinds/consent.ts consentKey: "email", or "email top_…" for one topic. */
  consent: Readonly<Record<string, Exclude<ConsentCondition["state"], "none"> | undefined>>;
  /** Public ids. */
  tags: ReadonlySet<string>;
  /** Public ids of the segments whose stored members the contact is among. */
  segments: ReadonlySet<string>;
  messages: readonly EngagedMessage[];
  /** Those the contact belongs to. Columns by field key, as `standard` of the contact. */
  companies?: readonly EvaluatedCompany[];
};

export type EvaluatedCompany = {
  /** Public id. */
  id: string;
  standard: Readonly<Record<string, string | Date | null>>;
  attributes: Readonly<Record<string, unknown>>;
};

const STANDARD_KEYS = new Set<string>(STANDARD_FIELDS.map((field) => field.key));
const isStandardKey = (key: string): key is StandardFieldKey => STANDARD_KEYS.has(key);

const JS_TYPES: Record<AttributeType, string> = {
  text: "string",
  date: "string",
  number: "number",
  boolean: "boolean",
};

export function readField(contact: EvaluatedContact, field: FieldDefinition): string | number | boolean | undefined {
  return fitting(
    field.isStandard && isStandardKey(field.key) ? contact.standard[field.key] : own(contact, field.key),
    field,
  );
}

export const readCompanyField = (company: EvaluatedCompany, field: FieldDefinition) =>
  fitting(field.isStandard ? company.standard[field.key] : own(company, field.key), field);

/** The value when it has the type of its field. */
function fitting(stored: unknown, field: FieldDefinition): string | number | boolean | undefined {
  if (stored instanceof Date) return stored.toISOString();
  const isOfType = typeof stored === JS_TYPES[field.type];
  return isOfType && (typeof stored === "string" || typeof stored === "number" || typeof stored === "boolean")
    ? stored
    : undefined;
}

const own = (contact: Pick<EvaluatedContact, "attributes">, key: string): unknown =>
  Object.hasOwn(contact.attributes, key) ? contact.attributes[key] : undefined;
