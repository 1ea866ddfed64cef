import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { assignCompanySchema } from "@/contracts/companies";
import { publicId } from "@/contracts/ids";
import { contactCompanies } from "@/drizzle/schema/companies";
import { loadContact } from "@/server/contacts";
import { defineCommand, none } from "@/server/platform/command";
import { loadCompany } from "../load";

/** Puts a person into a company, or gives them another role there. */
export const assignCompany = defineCommand({
  name: "company.assign",
  permission: "contact:write",
  input: assignCompanySchema,
  async run(ctx, input, tx) {
    const company = await loadCompany(tx, ctx.workspaceNo, input.companyId);
    const contact = await loadContact(tx, ctx.workspaceNo, input.contactId);
    const role = input.role || null;
    const [row] = await tx
      .insert(contactCompanies)
      .values({
        workspaceNo: ctx.workspaceNo,
        contactNo: contact.contactNo,
        companyNo: company.companyNo,
        role,
        source: ctx.actor.type === "api_key" ? "api" : "member",
        at: ctx.now,
      })
      .onConflictDoUpdate({
        target: [contactCompanies.workspaceNo, contactCompanies.contactNo, contactCompanies.companyNo],
        set: { role },
        setWhere: sql`${contactCompanies.role} is distinct from ${role}`,
      })
      .returning();
    return {
      result: {
        companyId: publicId("company", company.id),
        contactId: publicId("contact", contact.id),
        role,
        changed: row !== undefined,
      },
      audit: row
        ? {
            action: "company.assign",
            entityType: "contact",
            entityId: contact.id,
            changes: { company: publicId("company", company.id), name: company.name, role },
          }
        : none("they belonged there in that role"),
      events: [],
    };
  },
});

/** Takes a person out of a company. */
export const unassignCompany = defineCommand({
  name: "company.unassign",
  permission: "contact:write",
  input: assignCompanySchema.omit({ role: true }),
  async run(ctx, input, tx) {
    const company = await loadCompany(tx, ctx.workspaceNo, input.companyId);
    const contact = await loadContact(tx, ctx.workspaceNo, input.contactId);
    const gone = await tx
      .delete(contactCompanies)
      .where(
        and(
          eq(contactCompanies.workspaceNo, ctx.workspaceNo),
          eq(contactCompanies.contactNo, contact.contactNo),
          eq(contactCompanies.companyNo, company.companyNo),
        ),
      )
      .returning({ role: contactCompanies.role });
    return {
      result: { changed: gone.length > 0 },
      audit:
        gone.length > 0
          ? {
              action: "company.unassign",
              entityType: "contact",
              entityId: contact.id,
              changes: { company: publicId("company", company.id), name: company.name },
            }
          : none("they did not belong there"),
      events: [],
    };
  },
});
