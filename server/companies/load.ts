import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { COMPANY_STANDARD_FIELDS, type Company } from "@/contracts/companies";
import type { FieldDefinition } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import { companies, companyFields, contactCompanies } from "@/drizzle/schema/companies";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

export type CompanyRow = typeof companies.$inferSelect;

/** A company by its uuid; another tenant's id and a random one both end in NOT_FOUND. */
export async function loadCompany(tx: Tx, workspaceNo: number, id: string): Promise<CompanyRow> {
  const [row] = await tx
    .select()
    .from(companies)
    .where(and(eq(companies.workspaceNo, workspaceNo), eq(companies.id, id)));
  if (!row) throw notFound("company");
  return row;
}

/** The same, locked until the transaction ends. */
export async function lockCompany(tx: Tx, workspaceNo: number, id: string): Promise<CompanyRow> {
  const [row] = await tx
    .select()
    .from(companies)
    .where(and(eq(companies.workspaceNo, workspaceNo), eq(companies.id, id)))
    .for("update");
  if (!row) throw notFound("company");
  return row;
}

/** People of a company, counted from the rows. Index: contact_companies_by_company. */
export const peopleOf = sql<number>`(select count(*)::int from ${contactCompanies} cc
  where cc.workspace_no = ${companies.workspaceNo} and cc.company_no = ${companies.companyNo})`;

export const toCompany = (row: CompanyRow, people: number): Company => ({
  id: publicId("company", row.id),
  name: row.name,
  externalId: row.externalId,
  domain: row.domain,
  attributes: row.attributes,
  people,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/**
 * Every field a condition can ask of a company: the standard ones, then the custom ones. Archived fields stay readable
 * for saved rules; `onlyUsable` leaves them out, for rules and values that are being written.
 */
export async function companyFieldDefinitions(
  tx: Tx,
  workspaceNo: number,
  onlyUsable: boolean,
): Promise<FieldDefinition[]> {
  const custom = await tx
    .select({ key: companyFields.key, label: companyFields.label, type: companyFields.type })
    .from(companyFields)
    .where(and(eq(companyFields.workspaceNo, workspaceNo), onlyUsable ? isNull(companyFields.archivedAt) : undefined))
    .orderBy(asc(companyFields.fieldNo));
  return [
    ...COMPANY_STANDARD_FIELDS.map(({ key, label, type }) => ({ key, label, type, isStandard: true })),
    ...custom.map((field) => ({ ...field, isStandard: false })),
  ];
}
