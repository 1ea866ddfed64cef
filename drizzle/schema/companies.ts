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
import type { CompanyLinkSource } from "@/contracts/companies";
import type { AttributeType, ContactAttributes } from "@/contracts/contacts";
import { at, createdAt, publicUuid, updatedAt, workspaceNo } from "./columns";
import { contacts } from "./contacts";

// Written by: server/companies.

/** A group people belong to, with typed attributes of its own. */
export const companies = pgTable(
  "companies",
  {
    workspaceNo: workspaceNo(),
    companyNo: integer("company_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    externalId: text("external_id"),
    /** Lower case, as A-label: what e-mail domains are compared with. */
    domain: text("domain"),
    attributes: jsonb("attributes").$type<ContactAttributes>().notNull().default({}),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.companyNo] }),
    unique("companies_id").on(t.id, t.workspaceNo),
    uniqueIndex("companies_domain").on(t.workspaceNo, t.domain).where(sql`${t.domain} is not null`),
    uniqueIndex("companies_external_id").on(t.workspaceNo, t.externalId).where(sql`${t.externalId} is not null`),
    index("companies_name").on(t.workspaceNo, sql`lower(${t.name})`, t.companyNo),
  ],
);

/** The typed attributes of the companies of a workspace. */
export const companyFields = pgTable(
  "company_fields",
  {
    workspaceNo: workspaceNo(),
    fieldNo: integer("field_no").notNull(),
    id: publicUuid(),
    key: text("key").notNull(),
    label: text("label").notNull(),
    type: text("type").$type<AttributeType>().notNull(),
    createdAt: createdAt(),
    archivedAt: at("archived_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.fieldNo] }),
    unique("company_fields_id").on(t.workspaceNo, t.id),
    unique("company_fields_key").on(t.workspaceNo, t.key),
  ],
);

/** Who belongs where, in which role. The keys cascade: whatever deletes a contact or a company leaves none behind. */
export const contactCompanies = pgTable(
  "contact_companies",
  {
    workspaceNo: workspaceNo(),
    contactNo: bigint("contact_no", { mode: "number" }).notNull(),
    companyNo: integer("company_no").notNull(),
    role: text("role"),
    source: text("source").$type<CompanyLinkSource>().notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.contactNo, t.companyNo] }),
    index("contact_companies_by_company").on(t.workspaceNo, t.companyNo, t.contactNo),
    foreignKey({
      name: "contact_companies_contact",
      columns: [t.workspaceNo, t.contactNo],
      foreignColumns: [contacts.workspaceNo, contacts.contactNo],
    }).onDelete("cascade"),
    foreignKey({
      name: "contact_companies_company",
      columns: [t.workspaceNo, t.companyNo],
      foreignColumns: [companies.workspaceNo, companies.companyNo],
    }).onDelete("cascade"),
  ],
);

/** One row per workspace that changed a default. */
export const companySettings = pgTable("company_settings", {
  workspaceNo: integer("workspace_no").primaryKey(),
  /** Suggest a company for a person whose e-mail domain is the company's. */
  suggestByDomain: boolean("suggest_by_domain").notNull().default(false),
});
