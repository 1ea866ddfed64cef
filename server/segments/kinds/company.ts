import "server-only";
import { sql } from "drizzle-orm";
import type { CompanyCondition } from "@/contracts/documents/condition";
import { readCompanyField } from "../evaluated-contact";
import { resolveRow } from "../scope";
import { isOneOf, type KindRule, total, uuidArray } from "./form";

const NO_FIELDS = new Map();

/**
 * The company stands under the alias `c` inside, so that the operators of contacts compare its columns and attributes
 * too. Indexes: companies_pkey, contact_companies_by_company.
 */
export const companyRule: KindRule<CompanyCondition> = {
  toSql({ operator, companies, where }, scope) {
    const { workspaceNo, companyFields = NO_FIELDS, now } = scope;
    const named = companies && companies.length > 0 ? sql`and c.id = any(${uuidArray("company", companies)})` : sql``;
    let compared = sql``;
    if (where) {
      const { field, rule } = resolveRow(where, companyFields);
      compared = sql`and (${rule.toSql(field, where.value, now)})`;
    }
    const belongs = isOneOf(sql`select cc.contact_no from contact_companies cc
      join companies c on c.workspace_no = ${workspaceNo}::int and c.company_no = cc.company_no
      where cc.workspace_no = ${workspaceNo}::int ${named} ${compared}`);
    return total(operator === "in" ? belongs : sql`not (${belongs})`);
  },
  test({ operator, companies, where }, contact, { companyFields = NO_FIELDS, now }) {
    const row = where ? resolveRow(where, companyFields) : null;
    const belongs = (contact.companies ?? []).some(
      (company) =>
        (!companies || companies.length === 0 || companies.includes(company.id)) &&
        (row === null || row.rule.test(readCompanyField(company, row.field), where?.value, now)),
    );
    return belongs === (operator === "in");
  },
};
