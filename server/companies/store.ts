import "server-only";
import { and, eq } from "drizzle-orm";
import type { CompanyPatch } from "@/contracts/companies";
import type { ContactAttributes } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import { companies } from "@/drizzle/schema/companies";
import { applyPatch } from "@/server/contacts";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { type CompanyRow, companyFieldDefinitions } from "./load";

/** The columns a patch names; an empty text clears like null. */
export function companyColumns(input: CompanyPatch): Partial<Pick<CompanyRow, "name" | "externalId" | "domain">> {
  return {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.externalId !== undefined && { externalId: input.externalId || null }),
    ...(input.domain !== undefined && { domain: input.domain || null }),
  };
}

/** Unknown fields and values of another type throw VALIDATION_ERROR naming `attributes.<key>`. */
export async function companyAttributes(
  tx: Tx,
  workspaceNo: number,
  current: ContactAttributes,
  patch: CompanyPatch["attributes"],
): Promise<ContactAttributes> {
  if (!patch || Object.keys(patch).length === 0) return current;
  const fields = await companyFieldDefinitions(tx, workspaceNo, true);
  const types = new Map(fields.filter((field) => !field.isStandard).map((field) => [field.key, field.type]));
  return applyPatch(types, current, patch, "company");
}

/** Runs a write; a domain or external id another company has becomes CONFLICT naming that company. */
export async function writeUniqueCompany<T>(
  tx: Tx,
  workspaceNo: number,
  columns: Partial<Pick<CompanyRow, "externalId" | "domain">>,
  write: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    // A savepoint, so that the failed statement leaves a transaction in which we can look which it was.
    return await tx.transaction((inner) => write(inner));
  } catch (error) {
    const field = violatedField(error);
    if (!field) throw error;
    const [other] = await tx
      .select({ id: companies.id, name: companies.name })
      .from(companies)
      .where(and(eq(companies.workspaceNo, workspaceNo), eq(companies[field], columns[field] ?? "")));
    const label = field === "domain" ? "domain" : "external id";
    throw new AppError("CONFLICT", `${other?.name ?? "Another company"} already has this ${label}.`, {
      field,
      ...(other ? { existingId: publicId("company", other.id) } : {}),
    });
  }
}

function violatedField(error: unknown): "domain" | "externalId" | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (!("code" in at) || at.code !== "23505" || !("constraint_name" in at)) continue;
    if (at.constraint_name === "companies_domain") return "domain";
    if (at.constraint_name === "companies_external_id") return "externalId";
  }
  return null;
}
