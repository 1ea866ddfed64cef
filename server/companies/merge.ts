import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { CompanyLinkSource } from "@/contracts/companies";
import type { CompanySnapshot } from "@/contracts/merges";
import { contactCompanies } from "@/drizzle/schema/companies";
import type { Tx } from "@/server/platform/db";

type Numbers = { winnerNo: number; loserNo: number };

/** Gives the winner the companies of the loser it does not have; its own roles stay. */
export async function mergeCompanies(
  tx: Tx,
  workspaceNo: number,
  { winnerNo, loserNo }: Numbers,
): Promise<CompanySnapshot> {
  const loser = await tx
    .delete(contactCompanies)
    .where(and(eq(contactCompanies.workspaceNo, workspaceNo), eq(contactCompanies.contactNo, loserNo)))
    .returning();
  const given =
    loser.length === 0
      ? []
      : await tx
          .insert(contactCompanies)
          .values(loser.map((row) => ({ ...row, contactNo: winnerNo })))
          .onConflictDoNothing()
          .returning({ companyNo: contactCompanies.companyNo });
  return {
    given: given.map((row) => row.companyNo),
    loser: loser.map(({ companyNo, role, source, at }) => ({ companyNo, role, source, at: at.toISOString() })),
  };
}

/** Takes back what the merge gave and puts the loser where it was, as far as those companies still exist. */
export async function unmergeCompanies(
  tx: Tx,
  workspaceNo: number,
  { winnerNo, loserNo }: Numbers,
  snapshot: CompanySnapshot,
): Promise<void> {
  if (snapshot.given.length > 0)
    await tx
      .delete(contactCompanies)
      .where(
        and(
          eq(contactCompanies.workspaceNo, workspaceNo),
          eq(contactCompanies.contactNo, winnerNo),
          inArray(contactCompanies.companyNo, snapshot.given),
        ),
      );
  for (const link of snapshot.loser)
    await tx.execute(sql`
      insert into contact_companies (workspace_no, contact_no, company_no, role, source, at)
      select ${workspaceNo}::int, ${loserNo}::bigint, company_no, ${link.role}, ${link.source as CompanyLinkSource}, ${link.at}::timestamptz
        from companies where workspace_no = ${workspaceNo}::int and company_no = ${link.companyNo}::int
      on conflict do nothing`);
}
