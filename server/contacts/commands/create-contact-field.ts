import "server-only";
import { and, count, eq } from "drizzle-orm";
import type { z } from "zod";
import { contactFieldInputSchema, STANDARD_FIELDS } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import { contactFields } from "@/drizzle/schema/contacts";
import { defineCommand } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";

export const MAX_CONTACT_FIELDS = 500;
/** Merge tags and standard fields own these keys. */
const RESERVED = new Set<string>([...STANDARD_FIELDS.map((field) => field.key), "name", "id", "consent"]);

type FieldInput = z.output<typeof contactFieldInputSchema>;

/**
 * Adds a typed field, or takes an archived one of the same key and type back into use. CONFLICT when the key is taken.
 * Also the way an import makes the fields of its mapping, in the import's own transaction.
 */
export async function addContactField(tx: Tx, workspaceNo: number, input: FieldInput, now: Date): Promise<string> {
  if (RESERVED.has(input.key))
    throw new AppError("CONFLICT", `“${input.key}” is a standard field. Choose another key.`, { field: "key" });
  // First, because it locks the counter: two people making the same field take turns.
  const fieldNo = await takeNumbers(tx, workspaceNo, "contact_field");
  const [existing] = await tx
    .select()
    .from(contactFields)
    .where(and(eq(contactFields.workspaceNo, workspaceNo), eq(contactFields.key, input.key)));
  if (existing) {
    if (existing.archivedAt === null || existing.type !== input.type)
      throw new AppError(
        "CONFLICT",
        `There is already a field “${input.key}” (${existing.type}${existing.archivedAt ? ", archived" : ""}).`,
        { field: "key", existingId: publicId("contactField", existing.id) },
      );
    await tx
      .update(contactFields)
      .set({ archivedAt: null, label: input.label })
      .where(and(eq(contactFields.workspaceNo, workspaceNo), eq(contactFields.fieldNo, existing.fieldNo)));
    return existing.id;
  }
  const [used] = await tx.select({ n: count() }).from(contactFields).where(eq(contactFields.workspaceNo, workspaceNo));
  if ((used?.n ?? 0) >= MAX_CONTACT_FIELDS)
    throw new AppError("CONFLICT", `A workspace may have ${MAX_CONTACT_FIELDS} custom fields. Archive one first.`);
  const id = uuidv7(now);
  await tx.insert(contactFields).values({ ...input, workspaceNo, fieldNo, id, createdAt: now });
  return id;
}

export const createContactField = defineCommand({
  name: "contact-field.create",
  permission: "contact:write",
  input: contactFieldInputSchema,
  async run(ctx, input, tx) {
    const id = await addContactField(tx, ctx.workspaceNo, input, ctx.now);
    return {
      result: { id: publicId("contactField", id), ...input, isStandard: false },
      audit: { action: "contact-field.create", entityType: "contactField", entityId: id, changes: { ...input } },
      events: [],
    };
  },
});
