import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { AttributeType, ContactAttributes } from "@/contracts/contacts";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/contacts.

/** Standard fields are typed columns, custom attributes one jsonb (data.md §2.1). */
export const contacts = pgTable(
  "contacts",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    id: publicUuid(),
    externalId: text("external_id"),
    /** As the person writes it. */
    email: text("email"),
    /** Normalised (contracts/addresses.ts): what uniqueness, suppression and search compare. */
    emailKey: text("email_key"),
    phone: text("phone"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    /** What the list sorts names by: as shown, in small letters. */
    nameKey: text("name_key").generatedAlwaysAs(
      sql`nullif(lower(btrim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) collate "pg_c_utf8"), '')`,
    ),
    timeZone: text("time_zone"),
    locale: text("locale"),
    attributes: jsonb("attributes").$type<ContactAttributes>().notNull().default({}),
    isDemo: boolean("is_demo").notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    lastActiveAt: at("last_active_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.contactNo] }),
    // The id leads: with workspace_no first the planner takes this for look-ups by contact_no in a young workspace.
    unique("contacts_id").on(t.id, t.workspaceNo),
    uniqueIndex("contacts_email_key").on(t.workspaceNo, t.emailKey).where(sql`${t.emailKey} is not null`),
    uniqueIndex("contacts_external_id").on(t.workspaceNo, t.externalId).where(sql`${t.externalId} is not null`),
    index("contacts_phone").on(t.workspaceNo, t.phone).where(sql`${t.phone} is not null`),
    index("contacts_name").on(t.workspaceNo, t.nameKey, t.contactNo),
    index("contacts_last_active").on(t.workspaceNo, t.lastActiveAt, t.contactNo),
  ],
);

/** The typed custom attributes of a workspace. */
export const contactFields = pgTable(
  "contact_fields",
  {
    workspaceNo: workspaceNo(),
    fieldNo: integer("field_no").notNull(),
    id: publicUuid(),
    /** Key in `contacts.attributes` and in merge tags: snake_case, never renamed. */
    key: text("key").notNull(),
    label: text("label").notNull(),
    type: text("type").$type<AttributeType>().notNull(),
    createdAt: createdAt(),
    archivedAt: at("archived_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.fieldNo] }),
    unique("contact_fields_id").on(t.workspaceNo, t.id),
    unique("contact_fields_key").on(t.workspaceNo, t.key),
  ],
);

/** The tags of a workspace. `key` is the name in the form in which two spellings are one tag (contracts/tags.ts). */
export const tags = pgTable(
  "tags",
  {
    workspaceNo: workspaceNo(),
    tagNo: integer("tag_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    key: text("key").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.tagNo] }),
    unique("tags_id").on(t.workspaceNo, t.id),
    unique("tags_key").on(t.workspaceNo, t.key),
  ],
);

/** Who has which tag. The keys cascade: whatever deletes a contact or a tag leaves none of these behind. */
export const contactTags = pgTable(
  "contact_tags",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    tagNo: integer("tag_no").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.contactNo, t.tagNo] }),
    index("contact_tags_by_tag").on(t.workspaceNo, t.tagNo, t.contactNo),
    foreignKey({
      name: "contact_tags_contact",
      columns: [t.workspaceNo, t.contactNo],
      foreignColumns: [contacts.workspaceNo, contacts.contactNo],
    }).onDelete("cascade"),
    foreignKey({
      name: "contact_tags_tag",
      columns: [t.workspaceNo, t.tagNo],
      foreignColumns: [tags.workspaceNo, tags.tagNo],
    }).onDelete("cascade"),
  ],
);
