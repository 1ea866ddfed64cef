import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { type TagOutcome, tagContactsSchema } from "@/contracts/tags";
import { contacts } from "@/drizzle/schema/contacts";
import type { Audit } from "@/server/platform/command";
import { defineCommand } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { addTags, ensureTags, findTags, removeTags, type TagChanges } from "../tags";

/** Gives up to 1,000 people tags, which are made when they are new. Who has them already is counted, not touched. */
export const tagContacts = defineCommand({
  name: "contact.tag",
  permission: "contact:write",
  input: tagContactsSchema,
  async run(ctx, input, tx) {
    const found = await numbersOf(tx, ctx.workspaceNo, input.ids);
    const tags = await ensureTags(tx, ctx.workspaceNo, input.tags, ctx.now);
    const changed = await addTags(
      tx,
      ctx.workspaceNo,
      [...found.keys()],
      tags.map((tag) => tag.tagNo),
    );
    return {
      result: outcomeOf(input.ids, found, changed),
      audit: auditOf("contact.tag", input, found, changed),
      events: [],
    };
  },
});

/** Takes tags away from up to 1,000 people. A tag that does not exist changes nobody. */
export const untagContacts = defineCommand({
  name: "contact.untag",
  permission: "contact:write",
  input: tagContactsSchema,
  async run(ctx, input, tx) {
    const found = await numbersOf(tx, ctx.workspaceNo, input.ids);
    const tags = [...(await findTags(tx, ctx.workspaceNo, input.tags)).values()];
    const changed = await removeTags(
      tx,
      ctx.workspaceNo,
      [...found.keys()],
      tags.map((tag) => tag.tagNo),
    );
    return {
      result: outcomeOf(input.ids, found, changed),
      audit: auditOf("contact.untag", input, found, changed),
      events: [],
    };
  },
});

/** contact number -> uuid of those that exist. */
async function numbersOf(tx: Tx, workspaceNo: number, ids: readonly string[]): Promise<Map<number, string>> {
  const rows = await tx
    .select({ contactNo: contacts.contactNo, id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), inArray(contacts.id, [...ids])));
  return new Map(rows.map((row) => [row.contactNo, row.id]));
}

function outcomeOf(ids: readonly string[], found: ReadonlyMap<number, string>, changed: TagChanges): TagOutcome {
  return {
    changed: changed.size,
    unchanged: found.size - changed.size,
    missing: new Set(ids).size - found.size,
  };
}

const auditOf = (
  action: string,
  input: { tags: string[] },
  found: ReadonlyMap<number, string>,
  changed: TagChanges,
): Audit[] =>
  [...changed.keys()].map((contactNo) => ({
    action,
    entityType: "contact",
    entityId: found.get(contactNo) ?? null,
    changes: { tags: input.tags },
  }));
