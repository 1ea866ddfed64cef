import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { dropConsentState } from "@/server/consent";
import { lockAddresses, lockContacts, removeContacts } from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";

/**
 * Deletes up to 1,000 people in one transaction. A no outlives the profile: the address of who said no stays suppressed
 * (trigger `keep_opt_out`, drizzle/policies.ts), and the consent ledger stays as proof. Permits asked afterwards refuse
 * with `erased`. A single id that does not exist is NOT_FOUND; in a list, ids that are gone already are passed over.
 */
export const deleteContacts = defineCommand({
  name: "contact.delete",
  permission: "contact:delete",
  input: z.object({ ids: z.array(idOf("contact")).min(1).max(1000) }),
  async run(ctx, { ids }, tx) {
    await lockAddresses(tx, ctx.workspaceNo);
    const found = await lockContacts(tx, ctx.workspaceNo, ids);
    if (found.length === 0 && ids.length === 1) throw notFound("contact");
    await removeContacts(
      tx,
      ctx.workspaceNo,
      found.map((contact) => contact.id),
    );
    // After the contacts: the trigger reads the state to know who had said no.
    await dropConsentState(
      tx,
      ctx.workspaceNo,
      found.map((contact) => contact.contactNo),
    );
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
