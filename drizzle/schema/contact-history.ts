import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { RetypeCounts, RetypeOptions, RetypeStatus } from "@/contracts/contact-fields";
import type { AttributeType, AttributeValue } from "@/contracts/contacts";
import type { MergeSnapshot } from "@/contracts/merges";
import { at, createdAt, publicUuid, workspaceNo } from "./columns";

// Written by: server/contacts.

/**
 * Who went into whom. While `undone_at` is null the loser's id and number stand for the winner (server/contacts/merged.ts);
 * rows of the ledger, of messages and of hits keep the loser's number. The snapshot is what undoing needs.
 */
export const contactMerges = pgTable(
  "contact_merges",
  {
    workspaceNo: workspaceNo(),
    mergeNo: integer("merge_no").notNull(),
    id: publicUuid(),
    winnerNo: bigint("winner_no", { mode: "number" }).notNull(),
    loserNo: bigint("loser_no", { mode: "number" }).notNull(),
    loserId: uuid("loser_id").notNull(),
    /** The winner took the loser's address: mail to it went out under the winner's number. */
    addressMoved: boolean("address_moved").notNull(),
    snapshot: jsonb("snapshot").$type<MergeSnapshot>(),
    at: at("at").notNull(),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    undoneAt: at("undone_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.mergeNo] }),
    uniqueIndex("contact_merges_loser").on(t.workspaceNo, t.loserNo).where(sql`${t.undoneAt} is null`),
    index("contact_merges_loser_ever").on(t.workspaceNo, t.loserNo),
    index("contact_merges_winner").on(t.workspaceNo, t.winnerNo),
    index("contact_merges_loser_id").on(t.loserId, t.workspaceNo),
    index("contact_merges_kept").on(t.at).where(sql`${t.snapshot} is not null`),
  ],
);

/** One change of a field's type: values are converted aside batch by batch, then put in place in one transaction. */
export const fieldRetypes = pgTable(
  "field_retypes",
  {
    workspaceNo: workspaceNo(),
    retypeNo: integer("retype_no").notNull(),
    id: publicUuid(),
    fieldNo: integer("field_no").notNull(),
    fromType: text("from_type").$type<AttributeType>().notNull(),
    toType: text("to_type").$type<AttributeType>().notNull(),
    options: jsonb("options").$type<RetypeOptions>().notNull(),
    status: text("status").$type<RetypeStatus>().notNull(),
    /** Set when this takes back an earlier change: values untouched since then get their old form again. */
    undoesNo: integer("undoes_no"),
    counts: jsonb("counts").$type<RetypeCounts>().notNull(),
    /** Everybody up to this number has been converted aside. */
    doneTo: bigint("done_to", { mode: "number" }).notNull().default(0),
    /** People with a value when it started, for the progress bar. */
    total: bigint("total", { mode: "number" }).notNull(),
    problem: text("problem"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.retypeNo] }),
    index("field_retypes_field").on(t.workspaceNo, t.fieldNo, t.retypeNo),
    // One at a time for each field.
    uniqueIndex("field_retypes_open").on(t.workspaceNo, t.fieldNo).where(sql`${t.finishedAt} is null`),
  ],
);

/** What one person had before a change of type and what became of it; null when it could not be read. */
export const fieldRetypeValues = pgTable(
  "field_retype_values",
  {
    workspaceNo: workspaceNo(),
    retypeNo: integer("retype_no").notNull(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    /** Null only in an undo: there was none, and `after` brings an old one back. */
    before: jsonb("before").$type<AttributeValue>(),
    after: jsonb("after").$type<AttributeValue>(),
    unreadable: boolean("unreadable").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.retypeNo, t.contactNo] }),
    index("field_retype_values_contact").on(t.workspaceNo, t.contactNo),
  ],
);
