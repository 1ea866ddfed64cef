import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { snippetInputSchema } from "@/contracts/snippets";
import { defineCommand } from "@/server/platform/command";
import { loadBody, loadSnippet, toSnippet } from "../snippets/load";
import { appendSnippetVersion } from "../snippets/store";

/**
 * Saves a new version on top of `expectedVersion`; CONFLICT when that is no longer the current one. E-mails that include
 * the snippet have it from now on; campaigns that were launched keep what they had.
 */
export const saveSnippet = defineCommand({
  name: "snippet.save",
  permission: "content:write",
  input: snippetInputSchema
    .omit({ key: true })
    .partial()
    .extend({ id: idOf("snippet"), expectedVersion: z.coerce.number().int().min(1) }),
  async run(ctx, { id, ...input }, tx) {
    const row = await loadSnippet(tx, ctx.workspaceNo, id);
    const body = input.body ?? (await loadBody(tx, row));
    const saved = await appendSnippetVersion(tx, ctx, row, { ...input, body });
    return {
      result: toSnippet(saved, body),
      audit: {
        action: "snippet.save",
        entityType: "snippet",
        entityId: row.id,
        changes: {
          version: saved.currentVersion,
          ...(input.name && input.name !== row.name ? { name: input.name } : {}),
        },
      },
      events: [],
    };
  },
});

/** Copies an old version to the top; nothing in between is lost. */
export const restoreSnippetVersion = defineCommand({
  name: "snippet.restore-version",
  permission: "content:write",
  input: z.object({ id: idOf("snippet"), version: z.coerce.number().int().min(1) }),
  async run(ctx, { id, version }, tx) {
    const row = await loadSnippet(tx, ctx.workspaceNo, id);
    const body = await loadBody(tx, row, version);
    const saved = await appendSnippetVersion(tx, ctx, row, {
      body,
      expectedVersion: row.currentVersion,
      note: `Restored from version ${version}`,
    });
    return {
      result: toSnippet(saved, body),
      audit: {
        action: "snippet.restore-version",
        entityType: "snippet",
        entityId: row.id,
        changes: { restored: version, version: saved.currentVersion },
      },
      events: [],
    };
  },
});
