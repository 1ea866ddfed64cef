import "server-only";
import { contactInputSchema } from "@/contracts/contacts";
import { contacts } from "@/drizzle/schema/contacts";
import { defineCommand } from "@/server/platform/command";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { patchAttributes, standardColumns, writeUnique } from "../store";
import { ensureTags, replaceTags, toTaggedContact } from "../tags";

/** Adds one person. Gives no consent: that is a separate, proven act. CONFLICT names the contact that has the address. */
export const createContact = defineCommand({
  name: "contact.create",
  permission: "contact:write",
  input: contactInputSchema.refine((input) => input.email || input.externalId || input.phone, {
    message: "Give an e-mail address, a phone number or an external id.",
    path: ["email"],
  }),
  async run(ctx, input, tx) {
    const columns = standardColumns(input);
    const attributes = await patchAttributes(tx, ctx.workspaceNo, {}, input.attributes);
    const contactNo = await takeNumbers(tx, ctx.workspaceNo, "contact");
    const row = await writeUnique(tx, ctx.workspaceNo, columns, async (inner) => {
      const [created] = await inner
        .insert(contacts)
        .values({
          ...columns,
          workspaceNo: ctx.workspaceNo,
          contactNo,
          id: uuidv7(ctx.now),
          attributes,
          createdAt: ctx.now,
          updatedAt: ctx.now,
        })
        .returning();
      if (!created) throw new Error("insert returned no contact");
      return created;
    });
    if (input.tags)
      await replaceTags(tx, ctx.workspaceNo, contactNo, await ensureTags(tx, ctx.workspaceNo, input.tags, ctx.now));
    return {
      result: await toTaggedContact(tx, ctx, row),
      audit: { action: "contact.create", entityType: "contact", entityId: row.id },
      events: [],
    };
  },
});
