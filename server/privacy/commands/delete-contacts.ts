import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";
import { removePeople } from "../remove";

/**
 * Deletes up to 1,000 people in one transaction. Permits asked afterwards refuse with `erased`. A single id that does
 * not exist is NOT_FOUND; in a list, ids that are gone already are passed over.
 */
export const deleteContacts = defineCommand({
  name: "contact.delete",
  permission: "contact:delete",
  input: z.object({ ids: z.array(idOf("contact")).min(1).max(1000) }),
  async run(ctx, { ids }, tx) {
    const found = await removePeople(tx, ctx.workspaceNo, { ids });
    if (found.length === 0 && ids.length === 1) throw notFound("contact");
    return {
      result: { deleted: found.length, ids: found.map((contact) => publicId("contact", contact.id)) },
      audit: found.map((contact) => ({ action: "contact.delete", entityType: "contact", entityId: contact.id })),
      events: found.map((contact) => ({
        name: "contact.deleted" as const,
        data: { workspaceNo: ctx.workspaceNo, contactNo: contact.contactNo },
      })),
    };
  },
});
