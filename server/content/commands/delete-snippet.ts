import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { snippets, snippetVersions } from "@/drizzle/schema/content";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadSnippet, lockSnippets } from "../snippets/load";
import { usesOfSnippet } from "../snippets/uses";

/** Deletes a snippet nothing includes any more; CONFLICT with the names of what does. Sent content keeps its copy. */
export const deleteSnippet = defineCommand({
  name: "snippet.delete",
  permission: "content:write",
  input: z.object({ id: idOf("snippet") }),
  async run(ctx, { id }, tx) {
    await lockSnippets(tx, ctx.workspaceNo);
    const row = await loadSnippet(tx, ctx.workspaceNo, id);
    const uses = await usesOfSnippet(tx, ctx.workspaceNo, row.key);
    if (uses.length > 0)
      throw new AppError("CONFLICT", `“${row.name}” is in use: ${namesOf(uses)}. Take it out there first.`, { uses });
    const isRow = (table: typeof snippets | typeof snippetVersions) =>
      and(eq(table.workspaceNo, ctx.workspaceNo), eq(table.snippetNo, row.snippetNo));
    await tx.delete(snippetVersions).where(isRow(snippetVersions));
    await tx.delete(snippets).where(isRow(snippets));
    return {
      result: { id },
      audit: { action: "snippet.delete", entityType: "snippet", entityId: row.id, changes: { key: row.key } },
      events: [],
    };
  },
});

const SHOWN = 5;

function namesOf(uses: readonly { type: string; name: string }[]): string {
  const named = uses.slice(0, SHOWN).map(({ type, name }) => `${type} “${name}”`);
  return [...named, ...(uses.length > SHOWN ? [`${uses.length - SHOWN} more`] : [])].join(", ");
}
