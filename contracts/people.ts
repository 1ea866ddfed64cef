import { z } from "zod";
import { FIELD_KEY } from "./contacts";
import { type RecipientFilter, recipientFilterSchema } from "./delivery";
import { type Condition, conditionSchema, everyone } from "./documents/condition";
import { idOf } from "./ids";
import { tagNamesSchema } from "./tags";

// ── The list ────────────────────────────────────────────────────────────────

/** What the list can be sorted by: each has an index, so that page 1,000 is as fast as page 1. */
export const PEOPLE_SORTS = ["created", "email", "name", "external_id", "last_active"] as const;
export type PeopleSort = (typeof PEOPLE_SORTS)[number];
export type SortDirection = "asc" | "desc";
export const peopleSortSchema = z.object({
  by: z.enum(PEOPLE_SORTS),
  direction: z.enum(["asc", "desc"]),
});
export const NEWEST_FIRST: z.infer<typeof peopleSortSchema> = { by: "created", direction: "desc" };

function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A condition as an object, or as JSON in the text of a query string. */
export const filterSchema = z.preprocess(fromJson, conditionSchema);

/** Who is meant: a rule and what was typed into the search box, both of them or either. */
export const peopleFilterSchema = z.object({
  filter: filterSchema.optional(),
  q: z.string().trim().max(200).optional(),
});
export type PeopleFilter = { filter?: Condition | undefined; q?: string | undefined };

/** `name`, a standard field, `tags`, `consent`, or `attributes.<key>`. */
export const columnIdSchema = z
  .string()
  .regex(/^([a-z][a-z_]{0,40}|attributes\.[a-z][a-z0-9_]{0,62})$/, "Name a column, such as email or attributes.plan.");
export const viewColumnSchema = z.object({
  id: columnIdSchema,
  /** In CSS pixels; left out, the column is as wide as it needs. */
  width: z.number().int().min(60).max(900).optional(),
});
export type ViewColumn = z.infer<typeof viewColumnSchema>;

export const DEFAULT_COLUMNS: readonly ViewColumn[] = [
  { id: "email" },
  { id: "consent" },
  { id: "tags" },
  { id: "external_id" },
  { id: "created_at" },
];

// ── Saved views ─────────────────────────────────────────────────────────────

export const VIEW_SCOPES = ["private", "team"] as const;
export type ViewScope = (typeof VIEW_SCOPES)[number];
const viewNameSchema = z.string().trim().min(1, "Name the view.").max(80, "A name may have 80 characters.");

export const savedViewInputSchema = z.object({
  name: viewNameSchema,
  scope: z.enum(VIEW_SCOPES),
  filter: conditionSchema.default(everyone),
  q: z.string().trim().max(200).default(""),
  columns: z.array(viewColumnSchema).min(1, "Show at least one column.").max(60),
  sort: peopleSortSchema,
});
export const savedViewPatchSchema = savedViewInputSchema.partial().extend({ id: idOf("savedView") });

export type SavedView = {
  id: string;
  name: string;
  scope: ViewScope;
  filter: Condition;
  q: string;
  columns: ViewColumn[];
  sort: { by: PeopleSort; direction: SortDirection };
  /** Opens first for the person who asks. */
  isDefault: boolean;
  isMine: boolean;
  updatedAt: string;
};

// ── Selections and bulk actions ─────────────────────────────────────────────

export const MAX_SELECTED_IDS = 10_000;
/** Up to here a bulk action is done when it is answered; larger ones are jobs in the background. */
export const BULK_AT_ONCE = 1_000;

export const selectionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ids"), ids: z.array(idOf("contact")).min(1).max(MAX_SELECTED_IDS) }),
  peopleFilterSchema.extend({ kind: z.literal("filter") }),
]);
export type Selection = z.infer<typeof selectionSchema>;

const fieldKeySchema = z.string().regex(FIELD_KEY);
const someTags = tagNamesSchema.pipe(z.array(z.string()).min(1, "Name at least one tag."));
export const bulkActionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("add_tags"), tags: someTags }),
  z.object({ kind: z.literal("remove_tags"), tags: someTags }),
  z.object({
    kind: z.literal("set_field"),
    field: fieldKeySchema,
    value: z.union([z.string().max(4000), z.number(), z.boolean()]),
  }),
  z.object({ kind: z.literal("clear_field"), field: fieldKeySchema }),
  z.object({
    kind: z.literal("suppress"),
    reason: z.string().trim().min(3, "Say why, for those who find these addresses on the list later.").max(500),
  }),
  z.object({ kind: z.literal("delete") }),
]);
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** Standard fields that may hold the same value for many people. */
export const BULK_FIELDS = ["first_name", "last_name", "time_zone", "locale"] as const;
/** Those that may be emptied; nobody may be left without any way to be told apart, so not e-mail and external id. */
export const CLEARABLE_FIELDS = [...BULK_FIELDS, "phone"] as const;

export const startBulkSchema = z.object({
  selection: selectionSchema,
  action: bulkActionSchema,
  /** How many people the caller was shown. Deleting refuses when there are more by now. */
  expected: z.number().int().min(0).optional(),
});

/** Why a row of a bulk action was passed over. */
export const BULK_SKIPS = ["gone", "no_address"] as const;
export type BulkSkip = (typeof BULK_SKIPS)[number];
export const BULK_SKIP_LABELS: Record<BulkSkip, string> = {
  gone: "deleted meanwhile",
  no_address: "no e-mail address",
};

export type BulkPreview = { people: number; change: number; already: number; skipped: number; skip: BulkSkip | null };

export const BULK_STATUSES = ["queued", "running", "done", "cancelled", "failed", "undoing", "undone"] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];
export const BULK_OUTCOMES = ["pending", "changed", "already", "skipped"] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];
export type BulkUndone = "restored" | "changed_since" | "gone";

/** changed + already + skipped = done; done = people once it ended well. */
export type BulkJob = {
  id: string;
  action: BulkAction;
  status: BulkStatus;
  /** Null until the people are counted out. */
  people: number | null;
  done: number;
  changed: number;
  already: number;
  skipped: number;
  /** What an undo gave back, and what it left because somebody had changed it since. */
  restored: number;
  left: number;
  canUndo: boolean;
  problem: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

export type BulkJobRow = {
  contactId: string | null;
  name: string;
  outcome: BulkOutcome;
  skip: BulkSkip | null;
  undone: BulkUndone | null;
};

// ── Exports ─────────────────────────────────────────────────────────────────

export const EXPORT_FORMATS = ["csv", "ndjson", "parquet"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const EXPORT_DAYS = 7;

export const exportOptionsSchema = z.object({
  /** Text a spreadsheet would run as a formula gets an apostrophe in front. Turn off only for programs. */
  spreadsheet: z.boolean().default(true),
  /** A byte order mark, by which Excel knows UTF-8. */
  bom: z.boolean().default(true),
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;

export const createExportSchema = z.object({
  selection: selectionSchema.default({ kind: "filter" }),
  format: z.enum(EXPORT_FORMATS).default("csv"),
  /** `id`, a standard field, `tags`, `email_consent` or `attributes.<key>`; left out, all of them. */
  columns: z.array(columnIdSchema).min(1).max(200).optional(),
  options: exportOptionsSchema.prefault({}),
});

export type CreateExport = z.input<typeof createExportSchema>;

export const EXPORT_STATUSES = ["queued", "running", "done", "failed", "cancelled", "expired"] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

export type Export = {
  id: string;
  format: ExportFormat;
  fileName: string;
  columns: string[];
  options: ExportOptions;
  status: ExportStatus;
  /** How many people the file will hold; null until they are counted. */
  people: number | null;
  rows: number;
  byteSize: number | null;
  problem: string | null;
  createdAt: string;
  finishedAt: string | null;
  /** When the file is deleted. */
  expiresAt: string | null;
};

/** The people of a campaign's run, with what became of each; a file of its own kind. */
export const createRecipientExportSchema = z.object({
  campaignId: idOf("campaign"),
  filter: recipientFilterSchema.default({}),
  format: z.enum(EXPORT_FORMATS).default("csv"),
  options: exportOptionsSchema.prefault({}),
});
export type RecipientSelection = { kind: "recipients"; campaignId: string; filter: RecipientFilter };

// ── The jobs tray ───────────────────────────────────────────────────────────

/** One line of the tray: what runs, or ran lately, in this workspace. */
export type TrayJob = {
  kind: "bulk" | "export" | "import";
  id: string;
  label: string;
  state: "running" | "waiting" | "done" | "failed" | "stopped";
  done: number;
  of: number | null;
  unit: "people" | "bytes";
  createdAt: string;
};
