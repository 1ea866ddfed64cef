import "server-only";
import { and, eq } from "drizzle-orm";
import { contactInputSchema } from "@/contracts/contacts";
import { idOf } from "@/contracts/ids";
import { contacts } from "@/drizzle/schema/contacts";
import { defineCommand } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";
import { loadContact } from "../load";
import { lockAddresses, shareFields } from "../lock";
import { patchAttributes, standardColumns, writeUnique } from "../store";
import { ensureTags, replaceTags, toTaggedContact } from "../tags";

/**
 * Patches one person: fields that are not named stay, null clears, attributes merge key by key. The audit names the
 * fields that were changed, never their values. Who said no under the old address stays suppressed there (see
 * drizzle/policies.ts, `keep_opt_out`).
 */
export const updateContact = defineCommand({
  name: "contact.update",
  permission: "contact:write",
  input: contactInputSchema.extend({ id: idOf("contact") }),
  async run(ctx, { id: askedId, ...input }, tx) {
    const { id } = await loadContact(tx, ctx.workspaceNo, askedId);
    if (input.email !== undefined) await lockAddresses(tx, ctx.workspaceNo);
    if (input.attributes) await shareFields(tx, ctx.workspaceNo);
    const tags = input.tags && (await ensureTags(tx, ctx.workspaceNo, input.tags, ctx.now));
    // Locked, so that two patches of different attributes both survive.
    const [current] = await tx
      .select()
      .from(contacts)
      .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), eq(contacts.id, id)))
      .for("update");
    if (!current) throw notFound("contact");
    const columns = standardColumns(input);
    const attributes = await patchAttributes(tx, ctx.workspaceNo, current.attributes, input.attributes);
    const row = await writeUnique(tx, ctx.workspaceNo, columns, async (inner) => {
      const [updated] = await inner
        .update(contacts)
        .set({ ...columns, attributes, updatedAt: ctx.now })
        .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), eq(contacts.id, id)))
        .returning();
      if (!updated) throw notFound("contact");
      return updated;
    });
    if (tags) await replaceTags(tx, ctx.workspaceNo, row.contactNo, tags);
    const fields = [
      ...Object.keys(columns),
      ...(input.tags ? ["tags"] : []),
      ...Object.keys(input.attributes ?? {}).map((key) => `attributes.${key}`),
    ];
    return {
      result: await toTaggedContact(tx, ctx, row),
      audit: { action: "contact.update", entityType: "contact", entityId: id, changes: { fields } },
      events: [],
    };
  },
});
