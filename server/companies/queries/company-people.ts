import "server-only";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import type { CompanyOfContact, CompanyPerson } from "@/contracts/companies";
import { idOf, publicId } from "@/contracts/ids";
import { companies, companySettings, contactCompanies } from "@/drizzle/schema/companies";
import { contacts } from "@/drizzle/schema/contacts";
import { loadContact } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadCompany } from "../load";

/** The people of a company, in the order they were added to the workspace. Index: contact_companies_by_company. */
export const listCompanyPeople = defineQuery({
  name: "company.people",
  permission: "contact:read",
  input: pageInput.extend({ companyId: idOf("company") }),
  async run(ctx, input, tx): Promise<Page<CompanyPerson>> {
    const company = await loadCompany(tx, ctx.workspaceNo, input.companyId);
    const after = decodeCursor(input.cursor, z.tuple([z.number().int()]));
    const rows = await tx
      .select({ link: contactCompanies, contact: contacts })
      .from(contactCompanies)
      .innerJoin(
        contacts,
        and(eq(contacts.workspaceNo, contactCompanies.workspaceNo), eq(contacts.contactNo, contactCompanies.contactNo)),
      )
      .where(
        and(
          eq(contactCompanies.workspaceNo, ctx.workspaceNo),
          eq(contactCompanies.companyNo, company.companyNo),
          after ? gt(contactCompanies.contactNo, after[0]) : undefined,
        ),
      )
      .orderBy(asc(contactCompanies.contactNo))
      .limit(input.limit + 1);
    const seesPii = allowed(ctx, "contact:pii");
    return toPage(
      rows,
      input.limit,
      ({ link }) => [link.contactNo],
      ({ link, contact }) => ({
        contactId: publicId("contact", contact.id),
        name: [contact.firstName, contact.lastName].filter(Boolean).join(" ") || null,
        email: contact.email === null || seesPii ? contact.email : maskEmail(contact.email),
        emailMasked: contact.email !== null && !seesPii,
        role: link.role,
        since: link.at.toISOString(),
      }),
    );
  },
});

export type CompaniesOfContact = {
  companies: CompanyOfContact[];
  /** The company whose domain the person's address has, when the workspace wants suggestions and they are not in it. */
  suggestion: { id: string; name: string; domain: string } | null;
};

/** Where a person belongs. Indexes: contact_companies primary key, companies_domain. */
export const companiesOf = defineQuery({
  name: "company.of-contact",
  permission: "contact:read",
  input: z.object({ contactId: idOf("contact") }),
  async run(ctx, { contactId }, tx): Promise<CompaniesOfContact> {
    const contact = await loadContact(tx, ctx.workspaceNo, contactId);
    const rows = await tx
      .select({ company: companies, role: contactCompanies.role, at: contactCompanies.at })
      .from(contactCompanies)
      .innerJoin(
        companies,
        and(
          eq(companies.workspaceNo, contactCompanies.workspaceNo),
          eq(companies.companyNo, contactCompanies.companyNo),
        ),
      )
      .where(and(eq(contactCompanies.workspaceNo, ctx.workspaceNo), eq(contactCompanies.contactNo, contact.contactNo)))
      .orderBy(sql`lower(${companies.name})`, asc(companies.companyNo));
    const [settings] = await tx.select().from(companySettings).where(eq(companySettings.workspaceNo, ctx.workspaceNo));
    const domain = contact.emailKey?.slice(contact.emailKey.lastIndexOf("@") + 1);
    const [match] =
      settings?.suggestByDomain && domain
        ? await tx
            .select()
            .from(companies)
            .where(and(eq(companies.workspaceNo, ctx.workspaceNo), eq(companies.domain, domain)))
        : [];
    const isNew = match && !rows.some(({ company }) => company.companyNo === match.companyNo);
    return {
      companies: rows.map(({ company, role, at }) => ({
        id: publicId("company", company.id),
        name: company.name,
        domain: company.domain,
        role,
        since: at.toISOString(),
      })),
      suggestion:
        isNew && match.domain ? { id: publicId("company", match.id), name: match.name, domain: match.domain } : null,
    };
  },
});
