import "server-only";
import { and, asc, desc, eq, gt, ilike, lt, or } from "drizzle-orm";
import { z } from "zod";
import { snippetBodySchema } from "@/contracts/documents/email";
import { idOf } from "@/contracts/ids";
import type { Snippet, SnippetSummary, SnippetUse, SnippetVersion } from "@/contracts/snippets";
import { snippets, snippetVersions } from "@/drizzle/schema/content";
import { defineQuery } from "@/server/platform/command";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadBody, loadSnippet, toSnippet, toSnippetSummary } from "../snippets/load";
import { usesOfSnippet } from "../snippets/uses";

/** Snippets by key. Leans on snippets_key. */
export const listSnippets = defineQuery({
  name: "snippet.list",
  permission: "content:read",
  input: pageInput.extend({ q: z.string().trim().max(200).optional() }),
  async run(ctx, input, tx): Promise<Page<SnippetSummary>> {
    const after = decodeCursor(input.cursor, z.tuple([z.string()]));
    const like = input.q ? `%${input.q.replace(/[\\%_]/g, "\\$&")}%` : null;
    const rows = await tx
      .select({ snippet: snippets, body: snippetVersions.body })
      .from(snippets)
      .innerJoin(
        snippetVersions,
        and(
          eq(snippetVersions.workspaceNo, snippets.workspaceNo),
          eq(snippetVersions.snippetNo, snippets.snippetNo),
          eq(snippetVersions.version, snippets.currentVersion),
        ),
      )
      .where(
        and(
          eq(snippets.workspaceNo, ctx.workspaceNo),
          like ? or(ilike(snippets.name, like), ilike(snippets.key, like)) : undefined,
          after ? gt(snippets.key, after[0]) : undefined,
        ),
      )
      .orderBy(asc(snippets.key))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      ({ snippet }) => [snippet.key],
      ({ snippet, body }) => toSnippetSummary(snippet, snippetBodySchema.parse(body).mode),
    );
  },
});

/** A snippet with what it holds, now or in an older version, and what includes it. */
export const getSnippet = defineQuery({
  name: "snippet.get",
  permission: "content:read",
  input: z.object({ id: idOf("snippet"), version: z.coerce.number().int().min(1).optional() }),
  async run(ctx, { id, version }, tx): Promise<Snippet & { uses: SnippetUse[] }> {
    const row = await loadSnippet(tx, ctx.workspaceNo, id);
    const snippet = toSnippet(row, await loadBody(tx, row, version));
    const uses = await usesOfSnippet(tx, ctx.workspaceNo, row.key);
    return { ...snippet, uses, ...(version === undefined ? {} : { version }) };
  },
});

/** Every version ever saved, newest first. */
export const listSnippetVersions = defineQuery({
  name: "snippet.list-versions",
  permission: "content:read",
  input: pageInput.extend({ id: idOf("snippet") }),
  async run(ctx, input, tx): Promise<Page<SnippetVersion>> {
    const snippet = await loadSnippet(tx, ctx.workspaceNo, input.id);
    const after = decodeCursor(input.cursor, z.tuple([z.number()]));
    const { version, note, createdBy, createdAt } = snippetVersions;
    const rows = await tx
      .select({ version, note, createdBy, createdAt })
      .from(snippetVersions)
      .where(
        and(
          eq(snippetVersions.workspaceNo, ctx.workspaceNo),
          eq(snippetVersions.snippetNo, snippet.snippetNo),
          after ? lt(version, after[0]) : undefined,
        ),
      )
      .orderBy(desc(version))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      (row) => [row.version],
      (row) => ({ ...row, createdAt: row.createdAt.toISOString(), isCurrent: row.version === snippet.currentVersion }),
    );
  },
});
