import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { tagKey, tagRenameSchema } from "@/contracts/tags";
import { tags } from "@/drizzle/schema/contacts";
import { defineCommand } from "@/server/platform/command";
import { AppError, notFound } from "@/server/platform/errors";
import { takeNumbers } from "@/server/platform/numbers";

/** Gives a tag another name; everybody who has it keeps it. */
export const renameTag = defineCommand({
  name: "tag.rename",
  permission: "contact:write",
  input: tagRenameSchema,
  async run(ctx, { id, name }, tx) {
    const key = tagKey(name);
    // Takes the lock under which tags are made, so that nobody makes one of this name meanwhile.
    await takeNumbers(tx, ctx.workspaceNo, "tag", 0);
    const [other] = await tx
      .select({ id: tags.id })
      .from(tags)
      .where(and(eq(tags.workspaceNo, ctx.workspaceNo), eq(tags.key, key)));
    if (other && other.id !== id)
      throw new AppError("CONFLICT", `There is already a tag “${name}”.`, {
        field: "name",
        existingId: publicId("tag", other.id),
      });
    const [renamed] = await tx
      .update(tags)
      .set({ name, key })
      .where(and(eq(tags.workspaceNo, ctx.workspaceNo), eq(tags.id, id)))
      .returning({ id: tags.id });
    if (!renamed) throw notFound("tag");
    return {
      result: { id: publicId("tag", id), name },
      audit: { action: "tag.rename", entityType: "tag", entityId: id, changes: { name } },
      events: [],
    };
  },
});

/** Takes a tag away from everybody and out of the workspace. */
export const deleteTag = defineCommand({
  name: "tag.delete",
  permission: "contact:write",
  input: z.object({ id: idOf("tag") }),
  async run(ctx, { id }, tx) {
    const [gone] = await tx
      .delete(tags)
      .where(and(eq(tags.workspaceNo, ctx.workspaceNo), eq(tags.id, id)))
      .returning({ name: tags.name });
    if (!gone) throw notFound("tag");
    return {
      result: { id: publicId("tag", id), name: gone.name },
      audit: { action: "tag.delete", entityType: "tag", entityId: id, changes: { name: gone.name } },
      events: [],
    };
  },
});
