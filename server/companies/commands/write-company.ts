import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { companyInputSchema, companyPatchSchema } from "@/contracts/companies";
import { idOf } from "@/contracts/ids";
import { companies, contactCompanies } from "@/drizzle/schema/companies";
import { defineCommand } from "@/server/platform/command";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { lockCompany, toCompany } from "../load";
import { companyAttributes, companyColumns, writeUniqueCompany } from "../store";

/** Adds a company. A domain or external id another one has is CONFLICT naming it. */
export const createCompany = defineCommand({
  name: "company.create",
  permission: "contact:write",
  input: companyInputSchema,
  async run(ctx, input, tx) {
    const columns = { ...companyColumns(input), name: input.name };
    const attributes = await companyAttributes(tx, ctx.workspaceNo, {}, input.attributes);
    const companyNo = await takeNumbers(tx, ctx.workspaceNo, "company");
    const row = await writeUniqueCompany(tx, ctx.workspaceNo, columns, async (inner) => {
      const [created] = await inner
        .insert(companies)
        .values({
          ...columns,
          workspaceNo: ctx.workspaceNo,
          companyNo,
          id: uuidv7(ctx.now),
          attributes,
          createdAt: ctx.now,
          updatedAt: ctx.now,
        })
        .returning();
      if (!created) throw new Error("insert returned no company");
      return created;
    });
    return {
      result: toCompany(row, 0),
      audit: { action: "company.create", entityType: "company", entityId: row.id, changes: { name: row.name } },
      events: [],
    };
  },
});

/** Patches a company: what is not named stays, null clears, attributes merge key by key. */
export const updateCompany = defineCommand({
  name: "company.update",
  permission: "contact:write",
  input: companyPatchSchema.extend({ id: idOf("company") }),
  async run(ctx, { id, ...input }, tx) {
    const current = await lockCompany(tx, ctx.workspaceNo, id);
    const columns = companyColumns(input);
    const attributes = await companyAttributes(tx, ctx.workspaceNo, current.attributes, input.attributes);
    const row = await writeUniqueCompany(tx, ctx.workspaceNo, columns, async (inner) => {
      const [updated] = await inner
        .update(companies)
        .set({ ...columns, attributes, updatedAt: ctx.now })
        .where(and(eq(companies.workspaceNo, ctx.workspaceNo), eq(companies.companyNo, current.companyNo)))
        .returning();
      if (!updated) throw new Error("update returned no company");
      return updated;
    });
    const [people] = await tx
      .select({ n: sql<number>`count(*)::int` })
      .from(contactCompanies)
      .where(and(eq(contactCompanies.workspaceNo, ctx.workspaceNo), eq(contactCompanies.companyNo, current.companyNo)));
    const fields = [...Object.keys(columns), ...Object.keys(input.attributes ?? {}).map((key) => `attributes.${key}`)];
    return {
      result: toCompany(row, people?.n ?? 0),
      audit: { action: "company.update", entityType: "company", entityId: id, changes: { fields } },
      events: [],
    };
  },
});

/** Deletes a company and who belonged to it; the people stay. */
export const deleteCompany = defineCommand({
  name: "company.delete",
  permission: "contact:delete",
  input: z.object({ id: idOf("company") }),
  async run(ctx, { id }, tx) {
    const company = await lockCompany(tx, ctx.workspaceNo, id);
    await tx
      .delete(companies)
      .where(and(eq(companies.workspaceNo, ctx.workspaceNo), eq(companies.companyNo, company.companyNo)));
    return {
      result: { deleted: true as const },
      audit: { action: "company.delete", entityType: "company", entityId: id, changes: { name: company.name } },
      events: [],
    };
  },
});
