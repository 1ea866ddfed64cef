import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { renameContactFieldSchema } from "@/contracts/contact-fields";
import { idOf, publicId } from "@/contracts/ids";
import { contactFields } from "@/drizzle/schema/contacts";
import { defineCommand, none } from "@/server/platform/command";
import { lockField } from "../fields";

/** Gives a field another name on screens; its key, and so merge tags and rules, stay. */
export const renameContactField = defineCommand({
  name: "contact-field.rename",
  permission: "contact:write",
  input: renameContactFieldSchema,
  async run(ctx, { id, label }, tx) {
    const field = await lockField(tx, ctx.workspaceNo, id);
    await tx
      .update(contactFields)
      .set({ label })
      .where(and(eq(contactFields.workspaceNo, ctx.workspaceNo), eq(contactFields.fieldNo, field.fieldNo)));
    return {
      result: { id: publicId("contactField", id), key: field.key, label, type: field.type, isStandard: false },
      audit:
        field.label === label
          ? none("the name is the same")
          : {
              action: "contact-field.rename",
              entityType: "contactField",
              entityId: id,
              changes: { from: field.label, to: label },
            },
      events: [],
    };
  },
});

/** Takes an archived field back into use, with the values contacts still have. */
export const restoreContactField = defineCommand({
  name: "contact-field.restore",
  permission: "contact:write",
  input: z.object({ id: idOf("contactField") }),
  async run(ctx, { id }, tx) {
    const field = await lockField(tx, ctx.workspaceNo, id);
    await tx
      .update(contactFields)
      .set({ archivedAt: null })
      .where(and(eq(contactFields.workspaceNo, ctx.workspaceNo), eq(contactFields.fieldNo, field.fieldNo)));
    return {
      result: {
        id: publicId("contactField", id),
        key: field.key,
        label: field.label,
        type: field.type,
        isStandard: false,
      },
      audit:
        field.archivedAt === null
          ? none("it was in use")
          : { action: "contact-field.restore", entityType: "contactField", entityId: id, changes: { key: field.key } },
      events: [],
    };
  },
});
