import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import { contactFields } from "@/drizzle/schema/contacts";
import { defineQuery } from "@/server/platform/command";

export type ListedField = FieldDefinition & { id: string | null };

/** Standard fields first, then the custom ones in the order they were made. Archived ones are left out. */
export const listContactFields = defineQuery({
  name: "contact-field.list",
  permission: "contact:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<ListedField[]> {
    const custom = await tx
      .select()
      .from(contactFields)
      .where(and(eq(contactFields.workspaceNo, ctx.workspaceNo), isNull(contactFields.archivedAt)))
      .orderBy(asc(contactFields.fieldNo));
    return [
      ...STANDARD_FIELDS.map(({ key, label, type }) => ({ id: null, key, label, type, isStandard: true })),
      ...custom.map(({ id, key, label, type }) => ({
        id: publicId("contactField", id),
        key,
        label,
        type,
        isStandard: false,
      })),
    ];
  },
});
