import "server-only";
import { and, asc, eq, ilike, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Company, CompanyField } from "@/contracts/companies";
import { COMPANY_STANDARD_FIELDS } from "@/contracts/companies";
import { idOf, publicId } from "@/contracts/ids";
import { companies, companyFields, companySettings } from "@/drizzle/schema/companies";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadCompany, peopleOf, toCompany } from "../load";

/** Companies by name, with how many people each has. Index: companies_name. */
export const listCompanies = defineQuery({
  name: "company.list",
  permission: "contact:read",
  input: pageInput.extend({ q: z.string().trim().max(200).optional() }),
  async run(ctx, input, tx): Promise<Page<Company>> {
    const after = decodeCursor(input.cursor, z.tuple([z.string(), z.number()]));
    const literal = input.q?.replace(/[\\%_]/g, "\\$&");
    const rows = await tx
      .select({ company: companies, people: peopleOf })
      .from(companies)
      .where(
        and(
          eq(companies.workspaceNo, ctx.workspaceNo),
          literal ? or(ilike(companies.name, `%${literal}%`), ilike(companies.domain, `%${literal}%`)) : undefined,
          after
            ? sql`(lower(${companies.name}), ${companies.companyNo}) > (${after[0]}::text, ${after[1]}::int)`
            : undefined,
        ),
      )
      .orderBy(sql`lower(${companies.name})`, asc(companies.companyNo))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      ({ company }) => [company.name.toLowerCase(), company.companyNo],
      ({ company, people }) => toCompany(company, people),
    );
  },
});

export const getCompany = defineQuery({
  name: "company.get",
  permission: "contact:read",
  input: z.object({ id: idOf("company") }),
  async run(ctx, { id }, tx): Promise<Company> {
    const company = await loadCompany(tx, ctx.workspaceNo, id);
    const [row] = await tx
      .select({ people: peopleOf })
      .from(companies)
      .where(and(eq(companies.workspaceNo, ctx.workspaceNo), eq(companies.companyNo, company.companyNo)));
    return toCompany(company, row?.people ?? 0);
  },
});

/** The standard fields of a company, then the custom ones in use. */
export const listCompanyFields = defineQuery({
  name: "company-field.list",
  permission: "contact:read",
  input: z.object({ archived: z.boolean().default(false) }),
  async run(ctx, { archived }, tx): Promise<CompanyField[]> {
    const custom = await tx
      .select()
      .from(companyFields)
      .where(
        and(
          eq(companyFields.workspaceNo, ctx.workspaceNo),
          archived ? isNotNull(companyFields.archivedAt) : isNull(companyFields.archivedAt),
        ),
      )
      .orderBy(asc(companyFields.fieldNo));
    const own = custom.map(({ id, key, label, type }) => ({
      id: publicId("companyField", id),
      key,
      label,
      type,
      isStandard: false,
    }));
    if (archived) return own;
    return [
      ...COMPANY_STANDARD_FIELDS.map(({ key, label, type }) => ({ id: null, key, label, type, isStandard: true })),
      ...own,
    ];
  },
});

export const getCompanySettings = defineQuery({
  name: "company-settings.get",
  permission: "contact:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ suggestByDomain: boolean }> {
    const [row] = await tx.select().from(companySettings).where(eq(companySettings.workspaceNo, ctx.workspaceNo));
    return { suggestByDomain: row?.suggestByDomain ?? false };
  },
});
