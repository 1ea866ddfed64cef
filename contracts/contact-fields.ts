import { z } from "zod";
import { ATTRIBUTE_TYPES, type AttributeType, type FieldDefinition } from "./contacts";
import { idOf } from "./ids";

export const renameContactFieldSchema = z.object({
  id: idOf("contactField"),
  label: z.string().trim().min(1, "Give the field a name.").max(80),
});

/** How texts are read on the way to numbers and dates. */
export const retypeOptionsSchema = z.object({
  /** 1.234,5 instead of 1,234.5. */
  decimalComma: z.boolean().default(false),
  /** 31/3/2026 instead of 3/31/2026. */
  dayFirst: z.boolean().default(true),
});
export type RetypeOptions = z.infer<typeof retypeOptionsSchema>;

export const retypeContactFieldSchema = z.object({
  id: idOf("contactField"),
  type: z.enum(ATTRIBUTE_TYPES),
  options: retypeOptionsSchema.prefault({}),
});

export const RETYPE_STATUSES = ["queued", "running", "done", "failed"] as const;
export type RetypeStatus = (typeof RETYPE_STATUSES)[number];

/** converted + emptied + unreadable = people who had a value. */
export type RetypeCounts = {
  converted: number;
  /** Nothing but spaces: no value afterwards. */
  emptied: number;
  /** Could not be read as the new type: no value afterwards, the old one is kept for undoing. */
  unreadable: number;
};
export const NO_RETYPE_COUNTS: RetypeCounts = { converted: 0, emptied: 0, unreadable: 0 };

/** One value that cannot be read, how many people have it, and why it cannot. */
export type RetypeSample = { value: string; people: number; problem: string };

export type FieldUse = {
  type: "segment" | "campaign" | "template" | "snippet" | "view";
  id: string;
  name: string;
  /** False for what only remembers the field, such as an archived thing. */
  blocks: boolean;
  /** With the type asked about, this would stop working. */
  breaks: boolean;
};

export type RetypeForecast = RetypeCounts & {
  /** People without a value; nothing changes for them. */
  without: number;
  samples: RetypeSample[];
  /** Things that name the field; those that `breaks` need mending afterwards. */
  usedBy: FieldUse[];
};

export type Retype = {
  id: string;
  fieldId: string;
  from: AttributeType;
  to: AttributeType;
  status: RetypeStatus;
  isUndo: boolean;
  counts: RetypeCounts;
  total: number;
  done: number;
  problem: string | null;
  createdAt: string;
  finishedAt: string | null;
  /** Until when it can be taken back; null when it cannot. */
  undoableUntil: string | null;
};

/** A contact field with what the settings page shows of it. */
export type ContactFieldSummary = FieldDefinition & {
  id: string | null;
  archivedAt: string | null;
  /** People who have a value. */
  filled: number;
  usedBy: FieldUse[];
  /** The last change of type, while it runs or can be undone. */
  retype: Retype | null;
};

/** How long the values before a change of type are kept. */
export const RETYPE_UNDO_DAYS = 30;
