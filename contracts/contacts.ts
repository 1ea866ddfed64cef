import { z } from "zod";
import { emailSchema, phoneSchema } from "./addresses";
import { idOf } from "./ids";
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

// ── Import ──────────────────────────────────────────────────────────────────

export const IMPORT_STATUSES = ["uploaded", "queued", "running", "paused", "done", "failed", "cancelled"] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** Column index in the file -> field key, a new field, or ignored. */
export const importMappingSchema = z.object({
  delimiter: z.enum([",", ";", "\t", "|"]),
  encoding: z.enum(["utf-8", "utf-16le", "windows-1252"]),
  columns: z.array(
    z.discriminatedUnion("to", [
      z.object({ to: z.literal("ignore") }),
      z.object({ to: z.literal("field"), key: z.string().regex(FIELD_KEY) }),
      z.object({
        to: z.literal("new_field"),
        key: z.string().regex(FIELD_KEY),
        label: z.string().min(1).max(80),
        type: z.enum(ATTRIBUTE_TYPES),
      }),
    ]),
  ),
  /** What to do with a value that the contact already has. */
  collision: z.enum(["overwrite", "fill_blank", "never"]),
  /** 1.234,5 instead of 1,234.5. */
  decimalComma: z.boolean().default(false),
  /** 31/3/2026 instead of 3/31/2026. */
  dayFirst: z.boolean().default(true),
});
export type ImportMapping = z.infer<typeof importMappingSchema>;

/** "How did these people agree?" The default is no marketing consent. */
export const importConsentSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({
    kind: z.literal("granted"),
    source: z.string().trim().min(3, "Say where these people agreed, e.g. “newsletter form on our site”.").max(200),
    wording: z.string().trim().max(2000).optional(),
    agreedAt: z.iso.date().optional(),
  }),
]);
export type ImportConsent = z.infer<typeof importConsentSchema>;

/** rows = created + updated + unchanged + invalid + duplicates, once the import is done. */
export type ImportCounts = {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  invalid: number;
  duplicates: number;
  consentGranted: number;
  /** People who had said no: the import did not resubscribe them. */
  consentKept: number;
};
export const EMPTY_IMPORT_COUNTS: ImportCounts = {
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  invalid: 0,
  duplicates: 0,
  consentGranted: 0,
  consentKept: 0,
};

export type ImportProblem = { line: number; column: string | null; code: string; problem: string; fix: string };

export const startImportSchema = z.object({
  importId: idOf("import"),
  mapping: importMappingSchema,
  consent: importConsentSchema,
});

/** One column of an uploaded file: its heading, values as found, and what we think it is. */
export type ImportColumn = { name: string; samples: string[]; suggestion: ImportMapping["columns"][number] };

/** What the first rows of a file would do with a mapping. */
export type ImportForecast = {
  /** Data rows looked at; the whole file when `isWholeFile`. */
  rows: number;
  isWholeFile: boolean;
  create: number;
  update: number;
  invalid: number;
  duplicates: number;
  /** People among them who said no or are suppressed; no import resubscribes them. */
  optedOut: number;
  problems: ImportProblem[];
};

export type Import = {
  id: string;
  fileName: string;
  byteSize: number;
  bytesDone: number;
  rowsDone: number;
  status: ImportStatus;
  counts: ImportCounts;
  columns: string[];
  mapping: ImportMapping | null;
  consent: ImportConsent | null;
  problem: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};
