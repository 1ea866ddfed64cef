import { z } from "zod";
import { domainSchema } from "./access-inputs";
import { ATTRIBUTE_TYPES, type ContactAttributes, FIELD_KEY, type FieldDefinition } from "./contacts";
import { idOf } from "./ids";

export const COMPANY_LINK_SOURCES = ["member", "api", "domain"] as const;
export type CompanyLinkSource = (typeof COMPANY_LINK_SOURCES)[number];

/** Columns every company has; conditions name them by key. */
export const COMPANY_STANDARD_FIELDS = [
  { key: "name", label: "Name", type: "text", column: "name" },
  { key: "external_id", label: "External id", type: "text", column: "external_id" },
  { key: "domain", label: "Domain", type: "text", column: "domain" },
  { key: "created_at", label: "Created", type: "date", column: "created_at" },
] as const;

export const companyInputSchema = z.object({
  name: z.string().trim().min(1, "Give the company a name.").max(200),
  externalId: z.string().trim().max(200).nullish(),
  domain: z.union([z.literal(""), domainSchema]).nullish(),
  attributes: z.record(z.string(), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()])).optional(),
});
export const companyPatchSchema = companyInputSchema.partial();
export type CompanyInput = z.infer<typeof companyInputSchema>;
export type CompanyPatch = z.infer<typeof companyPatchSchema>;

export const companyFieldInputSchema = z.object({
  key: z.string().regex(FIELD_KEY, "Use small letters, digits and underscores, starting with a letter."),
  label: z.string().trim().min(1, "Give the field a name.").max(80),
  type: z.enum(ATTRIBUTE_TYPES),
});

export const assignCompanySchema = z.object({
  companyId: idOf("company"),
  contactId: idOf("contact"),
  /** Such as "Buyer" or "Billing". */
  role: z.string().trim().max(80).nullish(),
});

export type Company = {
  id: string;
  name: string;
  externalId: string | null;
  domain: string | null;
  attributes: ContactAttributes;
  people: number;
  createdAt: string;
  updatedAt: string;
};
export type CompanyField = FieldDefinition & { id: string | null };

/** A company as a profile shows it. */
export type CompanyOfContact = { id: string; name: string; domain: string | null; role: string | null; since: string };
export type CompanyPerson = {
  contactId: string;
  name: string | null;
  email: string | null;
  emailMasked: boolean;
  role: string | null;
  since: string;
};
