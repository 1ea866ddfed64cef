import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { AttributeValue, FieldDefinition } from "@/contracts/contacts";
import type { DomainEvent } from "@/contracts/events";
import { checkValue } from "@/contracts/field-values";
import { publicId } from "@/contracts/ids";
import { BULK_FIELDS, type BulkAction, CLEARABLE_FIELDS } from "@/contracts/people";
import { contacts } from "@/drizzle/schema/contacts";
import { suppressKeys } from "@/server/consent";
import {
  addTags,
  ensureTags,
  existingContacts,
  fieldDefinitions,
  findTags,
  lockAddresses,
  removeTags,
  setField,
  shareFields,
} from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { removePeople } from "@/server/privacy";
import type { RowResult } from "./bulk-jobs";

type Applied = { results: RowResult[]; events: DomainEvent[] };

/** Does the action to these people in the caller's transaction and says of each what it was. */
export async function applyAction(
  tx: Tx,
  ctx: Ctx,
  action: BulkAction,
  contactNos: readonly number[],
): Promise<Applied> {
  const { workspaceNo } = ctx;
  switch (action.kind) {
    case "add_tags": {
      const tagNos = (await ensureTags(tx, workspaceNo, action.tags, ctx.now)).map((tag) => tag.tagNo);
      return changedOrAlready(tx, ctx, contactNos, await addTags(tx, workspaceNo, contactNos, tagNos));
    }
    case "remove_tags": {
      const tagNos = [...(await findTags(tx, workspaceNo, action.tags)).values()].map((tag) => tag.tagNo);
      return changedOrAlready(tx, ctx, contactNos, await removeTags(tx, workspaceNo, contactNos, tagNos));
    }
    case "set_field":
    case "clear_field": {
      const { field, value } = await fieldOf(tx, ctx, action);
      const changes = await setField(tx, workspaceNo, contactNos, field, value, ctx.now);
      return changedOrAlready(tx, ctx, contactNos, changes);
    }
    case "suppress":
      return suppress(tx, ctx, action.reason, contactNos);
    case "delete":
      return remove(tx, ctx, contactNos);
  }
}

/** The field an action writes and the value in its stored form. Refuses what cannot be the same for many people. */
export async function fieldOf(
  tx: Tx,
  ctx: Ctx,
  action: Extract<BulkAction, { kind: "set_field" | "clear_field" }>,
): Promise<{ field: FieldDefinition; value: AttributeValue | null }> {
  const refuse = (message: string, at: string) =>
    new AppError("VALIDATION_ERROR", `${at}: ${message}`, { field: at, reason: message }, [
      { pointer: `#/action/${at}`, code: "invalid", detail: message },
    ]);
  // Before the type is read: a change of type waits for us, or we see the new one.
  await shareFields(tx, ctx.workspaceNo);
  const field = (await fieldDefinitions(tx, ctx.workspaceNo)).find((known) => known.key === action.field);
  if (!field) throw refuse("There is no such contact field.", "field");
  const usable: readonly string[] = action.kind === "set_field" ? BULK_FIELDS : CLEARABLE_FIELDS;
  if (field.isStandard && !usable.includes(field.key))
    throw refuse(
      `${field.label} cannot be ${action.kind === "set_field" ? "set" : "emptied"} for many people.`,
      "field",
    );
  if (action.kind === "clear_field") return { field, value: null };
  const checked = checkValue(field.type, action.value);
  if (!checked.ok) throw refuse(`${checked.problem} ${checked.fix}`, "value");
  if (checked.value === null) throw refuse("Give a value, or empty the field instead.", "value");
  return { field, value: checked.value };
}

async function changedOrAlready(
  tx: Tx,
  ctx: Ctx,
  contactNos: readonly number[],
  changes: ReadonlyMap<number, unknown>,
): Promise<Applied> {
  const there = await existingContacts(tx, ctx.workspaceNo, contactNos);
  const results = contactNos.map((contactNo): RowResult => {
    if (changes.has(contactNo)) return { contactNo, outcome: "changed", before: changes.get(contactNo) };
    return there.has(contactNo) ? { contactNo, outcome: "already" } : { contactNo, outcome: "skipped", skip: "gone" };
  });
  return { results, events: [] };
}

async function suppress(tx: Tx, ctx: Ctx, note: string, contactNos: readonly number[]): Promise<Applied> {
  await lockAddresses(tx, ctx.workspaceNo);
  const rows = await tx
    .select({ contactNo: contacts.contactNo, emailKey: contacts.emailKey })
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), inArray(contacts.contactNo, [...contactNos])));
  const keys = new Map(rows.map((row) => [row.contactNo, row.emailKey]));
  const wanted = rows.flatMap((row) => row.emailKey ?? []);
  const added = new Set(await suppressKeys(tx, ctx, wanted, { channel: "email", reason: "manual", note }));
  const results = contactNos.map((contactNo): RowResult => {
    const key = keys.get(contactNo);
    if (key === undefined) return { contactNo, outcome: "skipped", skip: "gone" };
    if (key === null) return { contactNo, outcome: "skipped", skip: "no_address" };
    return { contactNo, outcome: added.has(key) ? "changed" : "already" };
  });
  return { results, events: [] };
}

async function remove(tx: Tx, ctx: Ctx, contactNos: readonly number[]): Promise<Applied> {
  const removed = await removePeople(tx, ctx.workspaceNo, { contactNos });
  const ids = new Map(removed.map((person) => [person.contactNo, publicId("contact", person.id)]));
  const results = contactNos.map(
    (contactNo): RowResult =>
      ids.has(contactNo)
        ? { contactNo, outcome: "changed", before: ids.get(contactNo) }
        : { contactNo, outcome: "skipped", skip: "gone" },
  );
  const gone = [...ids.keys()];
  if (gone.length === 0) return { results, events: [] };
  return {
    results,
    events: [{ name: "contacts.deleted", data: { workspaceNo: ctx.workspaceNo, contactNos: gone } }],
  };
}
