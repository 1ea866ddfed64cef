import "server-only";
import { and, asc, count, eq } from "drizzle-orm";
import { z } from "zod";
import { publicId } from "@/contracts/ids";
import type { CountedTag } from "@/contracts/tags";
import { contactTags, tags } from "@/drizzle/schema/contacts";
import { defineQuery } from "@/server/platform/command";

/** Every tag of the workspace by name, with how many contacts have it. Index: contact_tags_by_tag. */
export const listTags = defineQuery({
  name: "tag.list",
  permission: "contact:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<CountedTag[]> {
    const rows = await tx
      .select({ id: tags.id, name: tags.name, createdAt: tags.createdAt, contacts: count(contactTags.contactNo) })
      .from(tags)
      .leftJoin(contactTags, and(eq(contactTags.workspaceNo, tags.workspaceNo), eq(contactTags.tagNo, tags.tagNo)))
      .where(eq(tags.workspaceNo, ctx.workspaceNo))
      .groupBy(tags.tagNo, tags.id, tags.name, tags.key, tags.createdAt)
      .orderBy(asc(tags.key));
    return rows.map((row) => ({
      id: publicId("tag", row.id),
      name: row.name,
      contacts: row.contacts,
      createdAt: row.createdAt.toISOString(),
    }));
  },
});
