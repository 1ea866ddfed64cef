import "server-only";
import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import { COMPANY_STANDARD_FIELDS, companyFieldInputSchema } from "@/contracts/companies";
import { idOf, publicId } from "@/contracts/ids";
import { companyFields, companySettings } from "@/drizzle/schema/companies";
import { defineCommand } from "@/server/platform/command";
import { AppError, notFound } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";

const MAX_COMPANY_FIELDS = 200;
const RESERVED = new Set<string>([...COMPANY_STANDARD_FIELDS.map((field) => field.key), "id", "people"]);

/** Adds a typed field to companies, or takes an archived one of the same key and type back into use. */
export const createCompanyField = defineCommand({
  name: "company-field.create",
  permission: "contact:write",
  input: companyFieldInputSchema,
  async run(ctx, input, tx) {
    const { workspaceNo } = ctx;
    if (RESERVED.has(input.key))
      throw new AppError("CONFLICT", `“${input.key}” is a standard field. Choose another key.`, { field: "key" });
    // First, because it locks the counter: two people making the same field take turns.
    const fieldNo = await takeNumbers(tx, workspaceNo, "company_field");
    const [known] = await tx
      .select()
      .from(companyFields)
      .where(and(eq(companyFields.workspaceNo, workspaceNo), eq(companyFields.key, input.key)));
    if (known && (known.archivedAt === null || known.type !== input.type))
      throw new AppError("CONFLICT", `There is already a field “${input.key}” (${known.type}).`, { field: "key" });
    const [used] = await tx
      .select({ n: count() })
      .from(companyFields)
      .where(eq(companyFields.workspaceNo, workspaceNo));
    if (!known && (used?.n ?? 0) >= MAX_COMPANY_FIELDS)
      throw new AppError("CONFLICT", `A workspace may have ${MAX_COMPANY_FIELDS} company fields. Archive one first.`);
    const id = known?.id ?? uuidv7(ctx.now);
    await tx
      .insert(companyFields)
      .values({ ...input, workspaceNo, fieldNo: known?.fieldNo ?? fieldNo, id, createdAt: ctx.now })
      .onConflictDoUpdate({
        target: [companyFields.workspaceNo, companyFields.key],
        set: { label: input.label, archivedAt: null },
      });
    return {
      result: { id: publicId("companyField", id), ...input, isStandard: false },
      audit: { action: "company-field.create", entityType: "companyField", entityId: id, changes: { ...input } },
      events: [],
    };
  },
});

/** Gives a field another name, or takes it out of use; values stay with the companies, rules keep reading them. */
export const changeCompanyField = defineCommand({
  name: "company-field.change",
  permission: "contact:write",
  input: z.object({
    id: idOf("companyField"),
    label: z.string().trim().min(1, "Give the field a name.").max(80).optional(),
    archived: z.boolean().optional(),
  }),
  async run(ctx, { id, label, archived }, tx) {
    const [row] = await tx
      .update(companyFields)
      .set({
        ...(label !== undefined && { label }),
        archivedAt: archived === undefined ? undefined : archived ? ctx.now : null,
        fieldNo: companyFields.fieldNo,
      })
      .where(and(eq(companyFields.workspaceNo, ctx.workspaceNo), eq(companyFields.id, id)))
      .returning();
    if (!row) throw notFound("company field");
    return {
      result: { id: publicId("companyField", id), key: row.key, label: row.label, type: row.type, isStandard: false },
      audit: { action: "company-field.change", entityType: "companyField", entityId: id, changes: { label, archived } },
      events: [],
    };
  },
});

/** Whether people are suggested for the company that has the domain of their e-mail address. */
export const setCompanySettings = defineCommand({
  name: "company-settings.set",
  permission: "contact:write",
  input: z.object({ suggestByDomain: z.boolean() }),
  async run(ctx, { suggestByDomain }, tx) {
    await tx
      .insert(companySettings)
      .values({ workspaceNo: ctx.workspaceNo, suggestByDomain })
      .onConflictDoUpdate({ target: companySettings.workspaceNo, set: { suggestByDomain } });
    return {
      result: { suggestByDomain },
      audit: { action: "company-settings.set", entityType: "workspace", changes: { suggestByDomain } },
      events: [],
    };
  },
});
