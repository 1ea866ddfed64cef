import { z } from "zod";
import { emailSchema, phoneSchema } from "./addresses";
import { tagNamesSchema } from "./tags";

export const ATTRIBUTE_TYPES = ["text", "number", "boolean", "date"] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];
/** Values as stored in `contacts.attributes`: numbers as JSON numbers, dates as ISO 8601 UTC strings. */
export type AttributeValue = string | number | boolean;
export type ContactAttributes = Record<string, AttributeValue>;

/** Columns every contact has; merge tags are `contact.<key>`, conditions name them by key. */
export const STANDARD_FIELDS = [
  { key: "email", label: "E-mail", type: "text", column: "email" },
  { key: "first_name", label: "First name", type: "text", column: "first_name" },
  { key: "last_name", label: "Last name", type: "text", column: "last_name" },
  { key: "phone", label: "Phone", type: "text", column: "phone" },
  { key: "external_id", label: "External id", type: "text", column: "external_id" },
  { key: "time_zone", label: "Time zone", type: "text", column: "time_zone" },
  { key: "locale", label: "Language", type: "text", column: "locale" },
  { key: "created_at", label: "Created", type: "date", column: "created_at" },
  { key: "last_active_at", label: "Last active", type: "date", column: "last_active_at" },
] as const satisfies readonly { key: string; label: string; type: AttributeType; column: string }[];
export type StandardFieldKey = (typeof STANDARD_FIELDS)[number]["key"];

/** A field a condition, a merge tag or an import column can name. Custom ones live in `attributes`. */
export type FieldDefinition = { key: string; label: string; type: AttributeType; isStandard: boolean };

export const FIELD_KEY = /^[a-z][a-z0-9_]{0,62}$/;

const optionalText = (max: number) => z.string().trim().max(max).nullish();

function isTimeZone(text: string): boolean {
  try {
    return text !== "" && Boolean(new Intl.DateTimeFormat("en", { timeZone: text }));
  } catch {
    return false;
  }
}

export const contactInputSchema = z.object({
  email: emailSchema.nullish(),
  externalId: optionalText(200),
  firstName: optionalText(200),
  lastName: optionalText(200),
  phone: phoneSchema.nullish(),
  timeZone: optionalText(64).refine((text) => !text || isTimeZone(text), {
    message: "Use a time zone name such as Europe/Berlin.",
  }),
  locale: optionalText(35),
  attributes: z.record(z.string(), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()])).optional(),
  /** All tags the contact shall have; left out, they stay. */
  tags: tagNamesSchema.optional(),
});
export type ContactInput = z.infer<typeof contactInputSchema>;

/** A contact as it leaves the server. `emailMasked` is true when the reader lacks contact:pii. */
export type Contact = {
  id: string;
  externalId: string | null;
  email: string | null;
  emailMasked: boolean;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  timeZone: string | null;
  locale: string | null;
  attributes: ContactAttributes;
  /** Names, in alphabetical order. */
  tags: string[];
  isDemo: boolean;
  createdAt: string;
  updatedAt: string;
  lastActiveAt: string | null;
};

export const contactFieldInputSchema = z.object({
  key: z.string().regex(FIELD_KEY, "Use small letters, digits and underscores, starting with a letter."),
  label: z.string().trim().min(1).max(80),
  type: z.enum(ATTRIBUTE_TYPES),
});
