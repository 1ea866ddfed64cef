import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { FormFieldKey } from "@/contracts/forms";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";

// Written by: server/forms.

/** A sign-up form: hosted page, embedded, or filled over the public endpoint. */
export const forms = pgTable(
  "forms",
  {
    workspaceNo: workspaceNo(),
    formNo: integer("form_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    title: text("title").notNull(),
    intro: text("intro").notNull().default(""),
    topicIds: jsonb("topic_ids").$type<string[]>().notNull().default([]),
    wording: text("wording").notNull(),
    fields: jsonb("fields").$type<{ key: FormFieldKey; required: boolean }[]>().notNull().default([]),
    doubleOptIn: boolean("double_opt_in").notNull().default(true),
    successMessage: text("success_message"),
    redirectUrl: text("redirect_url"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    archivedAt: at("archived_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.formNo] }), unique("forms_id").on(t.id, t.workspaceNo)],
);

/** What somebody sent. `entry` holds it until it is settled in the background; then only who, what and when is kept. */
export const signups = pgTable(
  "signups",
  {
    workspaceNo: workspaceNo(),
    signupNo: bigint("signup_no", { mode: "number" }).notNull(),
    id: publicUuid(),
    formNo: integer("form_no").notNull(),
    entry: jsonb("entry").$type<SignupEntry>(),
    contactNo: bigint("contact_no", { mode: "number" }),
    /** 0 is marketing as a whole. */
    topicNos: smallint("topic_nos").array().notNull().default(sql`'{}'::smallint[]`),
    wording: text("wording").notNull(),
    language: text("language").notNull(),
    ip: text("ip"),
    at: at("at").notNull(),
    needsConfirmation: boolean("needs_confirmation"),
    confirmedAt: at("confirmed_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceNo, t.signupNo] }), index("signups_form").on(t.workspaceNo, t.formNo)],
);

export type SignupEntry = {
  email: string;
  firstName: string | null;
  lastName: string | null;
  topicIds: string[];
  hasSignal: boolean;
};
