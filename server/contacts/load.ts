import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { type AttributeType, type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";
import { contactFields, contacts } from "@/drizzle/schema/contacts";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { mergedContactNo } from "./merged";
import type { ContactRow } from "./record";

/**
 * A contact by its uuid; one that went into another answers with that one. Another tenant's id and a random one both
 * end in NOT_FOUND.
 */
export async function loadContact(tx: Tx, workspaceNo: number, id: string): Promise<ContactRow> {
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), eq(contacts.id, id)));
  const found = row ?? (await findMerged(tx, workspaceNo, id));
  if (!found) throw notFound("contact");
  return found;
}

async function findMerged(tx: Tx, workspaceNo: number, id: string): Promise<ContactRow | null> {
  const contactNo = await mergedContactNo(tx, workspaceNo, id);
  return contactNo === null ? null : findContactByNo(tx, workspaceNo, contactNo);
}

/** The same by number, for tokens and ledger rows; null when the contact was deleted. */
export async function findContactByNo(tx: Tx, workspaceNo: number, contactNo: number): Promise<ContactRow | null> {
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), eq(contacts.contactNo, contactNo)));
  return row ?? null;
}

/** The types of every custom field of the workspace, archived ones included, by key. */
export async function attributeTypes(tx: Tx, workspaceNo: number): Promise<Map<string, AttributeType>> {
  const rows = await tx
    .select({ key: contactFields.key, type: contactFields.type })
    .from(contactFields)
    .where(eq(contactFields.workspaceNo, workspaceNo));
  return new Map(rows.map((row) => [row.key, row.type]));
}

/** Every field a condition, merge tag or import column may name: the standard ones, then the custom ones in use. */
export async function fieldDefinitions(tx: Tx, workspaceNo: number): Promise<FieldDefinition[]> {
  const custom = await tx
    .select({ key: contactFields.key, label: contactFields.label, type: contactFields.type })
    .from(contactFields)
    .where(and(eq(contactFields.workspaceNo, workspaceNo), isNull(contactFields.archivedAt)))
    .orderBy(asc(contactFields.fieldNo));
  return [
    ...STANDARD_FIELDS.map(({ key, label, type }) => ({ key, label, type, isStandard: true })),
    ...custom.map((field) => ({ ...field, isStandard: false })),
  ];
}
