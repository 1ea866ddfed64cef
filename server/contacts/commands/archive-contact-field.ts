import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { contactFields } from "@/drizzle/schema/contacts";
import { defineCommand } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";
import { lockField, refuseWhileRetyping } from "../fields";

/** Takes a field out of use. Values stay with the contacts and are there again when the field comes back. */
export const archiveContactField = defineCommand({
  name: "contact-field.archive",
  permission: "contact:write",
  input: z.object({ id: idOf("contactField") }),
  async run(ctx, { id }, tx) {
    await refuseWhileRetyping(tx, ctx.workspaceNo, await lockField(tx, ctx.workspaceNo, id));
    const [archived] = await tx
      .update(contactFields)
      .set({ archivedAt: ctx.now })
      .where(
        and(eq(contactFields.workspaceNo, ctx.workspaceNo), eq(contactFields.id, id), isNull(contactFields.archivedAt)),
      )
      .returning({ key: contactFields.key });
    if (!archived) throw notFound("contact field");
    return {
      result: { key: archived.key },
      audit: {
        action: "contact-field.archive",
        entityType: "contactField",
        entityId: id,
        changes: { key: archived.key },
      },
      events: [],
    };
  },
});
