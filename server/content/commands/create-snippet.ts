import "server-only";
import { snippetInputSchema } from "@/contracts/snippets";
import { snippets } from "@/drizzle/schema/content";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { toSnippet } from "../snippets/load";
import { checkReferences, insertSnippetVersion } from "../snippets/store";

/** Keeps a piece of content for use in many e-mails, under a key that is free in this workspace. */
export const createSnippet = defineCommand({
  name: "snippet.create",
  permission: "content:write",
  input: snippetInputSchema,
  async run(ctx, { key, name, body, note }, tx) {
    await checkReferences(tx, ctx.workspaceNo, key, body);
    const [row] = await tx
      .insert(snippets)
      .values({
        workspaceNo: ctx.workspaceNo,
        snippetNo: await takeNumbers(tx, ctx.workspaceNo, "snippet"),
        id: uuidv7(ctx.now),
        key,
        name,
        currentVersion: 1,
        createdBy: actorId(ctx.actor),
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      const reason = `There is a snippet “${key}” already. Choose another key.`;
      throw new AppError("CONFLICT", reason, { field: "key", reason });
    }
    await insertSnippetVersion(tx, ctx, row, body, note);
    return {
      result: toSnippet(row, body),
      audit: { action: "snippet.create", entityType: "snippet", entityId: row.id, changes: { key, name } },
      events: [],
    };
  },
});
