import "server-only";
import { maskEmail } from "@/contracts/addresses";
import type { Contact, ContactAttributes, STANDARD_FIELDS } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import type { contacts } from "@/drizzle/schema/contacts";
import { allowed, type Ctx } from "@/server/platform/context";

/** A contact as stored, without what is derived for sorting. `contactNo` and `workspaceNo` never leave the server. */
export type ContactRow = Omit<typeof contacts.$inferSelect, "nameKey">;

/** A contact as it leaves the server: the e-mail and phone are masked for readers without `contact:pii`. */
export function toContact(ctx: Ctx, row: ContactRow, tags: readonly { name: string }[]): Contact {
  const seesPii = allowed(ctx, "contact:pii");
  return {
    id: publicId("contact", row.id),
    externalId: row.externalId,
    email: row.email === null || seesPii ? row.email : maskEmail(row.email),
    emailMasked: !seesPii && row.email !== null,
    phone: row.phone === null || seesPii ? row.phone : "••••",
    firstName: row.firstName,
    lastName: row.lastName,
    timeZone: row.timeZone,
    locale: row.locale,
    attributes: row.attributes,
    tags: tags.map((tag) => tag.name),
    isDemo: row.isDemo,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    lastActiveAt: row.lastActiveAt?.toISOString() ?? null,
  };
}

/** Columns of `contacts` as postgres.js returns them to raw statements (pipelineSql). */
export type RawContactRow = {
  workspace_no: number;
  contact_no: string;
  id: string;
  external_id: string | null;
  email: string | null;
  email_key: string | null;
  phone: string | null;
  first_name: string | null;
  last_name: string | null;
  time_zone: string | null;
  locale: string | null;
  attributes: ContactAttributes;
  is_demo: boolean;
  created_at: Date;
  updated_at: Date;
  last_active_at: Date | null;
};

export const fromRaw = (row: RawContactRow): ContactRow => ({
  workspaceNo: row.workspace_no,
  contactNo: Number(row.contact_no),
  id: row.id,
  externalId: row.external_id,
  email: row.email,
  emailKey: row.email_key,
  phone: row.phone,
  firstName: row.first_name,
  lastName: row.last_name,
  timeZone: row.time_zone,
  locale: row.locale,
  attributes: row.attributes,
  isDemo: row.is_demo,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  lastActiveAt: row.last_active_at,
});

export type ContactVariables = Record<string, string | number | boolean | null>;

/**
 * What `contact.*` means in a merge tag: every standard field under its key, the custom attributes beside them, and
 * `name` (first and last name). Values nobody gave are null; a custom attribute cannot shadow a standard field.
 */
export function contactVariables(row: ContactRow): ContactVariables {
  const name = [row.firstName, row.lastName].filter(Boolean).join(" ");
  const variables: ContactVariables & Record<(typeof STANDARD_FIELDS)[number]["key"], string | null> = {
    email: row.email,
    first_name: row.firstName,
    last_name: row.lastName,
    phone: row.phone,
    external_id: row.externalId,
    time_zone: row.timeZone,
    locale: row.locale,
    created_at: row.createdAt.toISOString(),
    last_active_at: row.lastActiveAt?.toISOString() ?? null,
    name: name === "" ? null : name,
  };
  // By hand: spreading the attributes into the literal is forty times slower, once for every message.
  for (const key of Object.keys(row.attributes))
    if (!Object.hasOwn(variables, key)) variables[key] = row.attributes[key] ?? null;
  return variables;
}
