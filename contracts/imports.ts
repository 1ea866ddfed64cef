import { z } from "zod";
import { ATTRIBUTE_TYPES, FIELD_KEY } from "./contacts";
import { idOf } from "./ids";
import { tagNamesSchema } from "./tags";

/** `fetching`: the file is on its way from an address; `uploaded`: it is here and waits to be mapped. */
export const IMPORT_STATUSES = [
  "fetching",
  "uploaded",
  "queued",
  "running",
  "paused",
  "done",
  "failed",
  "cancelled",
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** What to do with a value that the contact already has. */
export const COLLISIONS = ["overwrite", "fill_blank", "never"] as const;
export type Collision = (typeof COLLISIONS)[number];

/** What may be done to a value before it is read, in this order. White space around it never counts. */
export const TRANSFORMS = ["lower", "upper", "title", "e164"] as const;
export type Transform = (typeof TRANSFORMS)[number];

/** Which column says who a row is about. `any`: the external id, else the e-mail address. */
export const MATCH_KEYS = ["any", "email", "external_id", "phone"] as const;
export type MatchKey = (typeof MATCH_KEYS)[number];

const columnOptions = {
  /** Only for this column; left out, the rule of the whole file holds. */
  collision: z.enum(COLLISIONS).optional(),
  transform: z.enum(TRANSFORMS).optional(),
};

/** Column index in the file -> field key, a new field, tags, or ignored. */
export const importMappingSchema = z.object({
  delimiter: z.enum([",", ";", "\t", "|"]),
  encoding: z.enum(["utf-8", "utf-16le", "windows-1252"]),
  columns: z
    .array(
      z.discriminatedUnion("to", [
        z.object({ to: z.literal("ignore") }),
        z.object({ to: z.literal("field"), key: z.string().regex(FIELD_KEY), ...columnOptions }),
        z.object({
          to: z.literal("new_field"),
          key: z.string().regex(FIELD_KEY),
          label: z.string().min(1).max(80),
          type: z.enum(ATTRIBUTE_TYPES),
          ...columnOptions,
        }),
        /** Each value is a list of tags. */
        z.object({ to: z.literal("tags"), separator: z.enum([",", ";", "|"]).default(",") }),
      ]),
    )
    .max(1000, "A file may have 1,000 columns."),
  collision: z.enum(COLLISIONS),
  matchBy: z.enum(MATCH_KEYS).default("any"),
  /** 1.234,5 instead of 1,234.5. */
  decimalComma: z.boolean().default(false),
  /** 31/3/2026 instead of 3/31/2026. */
  dayFirst: z.boolean().default(true),
  /** Country calling code for phone numbers that begin with a 0, such as 49. */
  callingCode: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "Write the calling code in digits, such as 49.")
    .optional(),
  /** Everybody in the file gets these tags. */
  tags: tagNamesSchema.optional(),
  /** A static segment everybody in the file is put on. */
  listId: idOf("segment").optional(),
});
export type ImportMapping = z.infer<typeof importMappingSchema>;
export type ImportTarget = ImportMapping["columns"][number];

const proof = {
  source: z.string().trim().min(3, "Say where these people agreed, e.g. “newsletter form on our site”.").max(200),
  wording: z.string().trim().max(2000).optional(),
  agreedAt: z.iso.date().optional(),
};
const topicConsentSchema = z.object({ topicId: idOf("topic"), ...proof });
export type ImportTopicConsent = z.infer<typeof topicConsentSchema>;

/** Topics these people asked for, each with its own proof. */
const topics = z.array(topicConsentSchema).max(20, "Name at most 20 topics.").optional();

/** "How did these people agree?" The default is no marketing consent. */
export const importConsentSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none"), topics }),
  z.object({ kind: z.literal("granted"), ...proof, topics }),
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
  /** Yeses to topics, and people whose no was respected, summed over the topics. */
  topicsGranted: number;
  topicsKept: number;
  /** People who gained a tag, or were put on the list. */
  tagged: number;
  listed: number;
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
  topicsGranted: 0,
  topicsKept: 0,
  tagged: 0,
  listed: 0,
};

export type ImportProblem = { line: number; column: string | null; code: string; problem: string; fix: string };

export const startImportSchema = z.object({
  importId: idOf("import"),
  mapping: importMappingSchema,
  consent: importConsentSchema,
});

export const importFromUrlSchema = z.object({
  url: z
    .string()
    .trim()
    .max(2000)
    .refine((text) => URL.canParse(text), "Write the whole address, such as https://files.example.com/people.csv."),
});

/** One column of an uploaded file: its heading, values as found, and what we think it is. */
export type ImportColumn = { name: string; samples: string[]; suggestion: ImportTarget };

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

// ── Undo ────────────────────────────────────────────────────────────────────

export const IMPORT_UNDO_HOURS = 24;

/** Why somebody was not taken back, wholly or in part. */
export const UNDO_REASONS = [
  "written_to",
  "changed",
  "answered",
  "tagged",
  "listed",
  "company",
  "merged",
  "gone",
  "address_taken",
] as const;
export type UndoReason = (typeof UNDO_REASONS)[number];
export const UNDO_REASON_LABELS: Record<UndoReason, string> = {
  written_to: "Has been written to since",
  changed: "Has been changed since",
  answered: "Said something about consent since",
  tagged: "Was tagged by somebody else",
  listed: "Was put on another list",
  company: "Belongs to a company now",
  merged: "Was merged with another contact",
  gone: "Has been deleted since",
  address_taken: "Somebody else has the old address or external id",
};

export const UNDO_STATUSES = ["queued", "running", "done", "failed"] as const;
export type UndoStatus = (typeof UNDO_STATUSES)[number];

/** removed + restored + partly + kept = the people of the import, once it is done. */
export type ImportUndoCounts = {
  /** Created by the import, gone again. */
  removed: number;
  /** Everything the import had changed is as before. */
  restored: number;
  /** Somebody changed a part of it since; the rest is as before. */
  partly: number;
  /** Left alone. */
  kept: number;
  /** Yeses of this import that were taken back; nothing is known about these people's consent again. */
  retracted: number;
};
export const EMPTY_UNDO_COUNTS: ImportUndoCounts = { removed: 0, restored: 0, partly: 0, kept: 0, retracted: 0 };

export type ImportUndo = {
  status: UndoStatus;
  people: number;
  counts: ImportUndoCounts;
  problem: string | null;
  createdAt: string;
  finishedAt: string | null;
};

/** What an undo would do now to the people looked at first. */
export type ImportUndoForecast = {
  people: number;
  looked: number;
  removed: number;
  restored: number;
  partly: number;
  kept: number;
  reasons: { reason: UndoReason; people: number }[];
};

export type ImportUndoPerson = {
  contactId: string | null;
  name: string;
  outcome: "partly" | "kept";
  reason: UndoReason;
  /** Keys of the fields that were left as they are. */
  fields: string[];
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
  /** Until when it can be taken back; null when it cannot. */
  undoableUntil: string | null;
  undo: ImportUndo | null;
};
