import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { type EmailDocument, type SnippetBody, snippetBodySchema } from "@/contracts/documents/email";
import { publicId } from "@/contracts/ids";
import type { Snippet, SnippetSummary } from "@/contracts/snippets";
import { snippets, snippetVersions } from "@/drizzle/schema/content";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";
import { MAX_SNIPPET_DEPTH, snippetsOfBody, snippetsOfDocument } from "../rules/snippet-references";

export type SnippetRow = typeof snippets.$inferSelect;

/** A snippet by its uuid; another tenant's id and a random one both end in NOT_FOUND. */
export async function loadSnippet(tx: Tx, workspaceNo: number, id: string): Promise<SnippetRow> {
  const [row] = await tx
    .select()
    .from(snippets)
    .where(and(eq(snippets.workspaceNo, workspaceNo), eq(snippets.id, id)));
  if (!row) throw notFound("snippet");
  return row;
}

/** What one version holds; without `version` the current one. Leans on the primary key. */
export async function loadBody(tx: Tx, row: SnippetRow, version = row.currentVersion): Promise<SnippetBody> {
  const [found] = await tx
    .select({ body: snippetVersions.body })
    .from(snippetVersions)
    .where(
      and(
        eq(snippetVersions.workspaceNo, row.workspaceNo),
        eq(snippetVersions.snippetNo, row.snippetNo),
        eq(snippetVersions.version, version),
      ),
    );
  if (!found) throw notFound("version");
  return snippetBodySchema.parse(found.body);
}

/** The current bodies of these keys. Leans on snippets_key. */
export async function currentBodies(
  tx: Tx,
  workspaceNo: number,
  keys?: readonly string[],
): Promise<Map<string, SnippetBody>> {
  if (keys?.length === 0) return new Map();
  const rows = await tx
    .select({ key: snippets.key, body: snippetVersions.body })
    .from(snippets)
    .innerJoin(
      snippetVersions,
      and(
        eq(snippetVersions.workspaceNo, snippets.workspaceNo),
        eq(snippetVersions.snippetNo, snippets.snippetNo),
        eq(snippetVersions.version, snippets.currentVersion),
      ),
    )
    .where(and(eq(snippets.workspaceNo, workspaceNo), keys ? inArray(snippets.key, [...keys]) : undefined));
  return new Map(rows.map(({ key, body }) => [key, snippetBodySchema.parse(body)]));
}

/** The document with everything it includes, directly or through other snippets. What is not there stays out. */
export async function withSnippets(tx: Tx, workspaceNo: number, document: EmailDocument): Promise<EmailDocument> {
  const found = new Map<string, SnippetBody>();
  let wanted = snippetsOfDocument(document);
  // One level deeper than compiling allows: a document that goes too deep is told so, not that something is missing.
  for (let depth = 0; wanted.length > 0 && depth <= MAX_SNIPPET_DEPTH; depth += 1) {
    const level = await currentBodies(tx, workspaceNo, wanted);
    for (const [key, body] of level) found.set(key, body);
    wanted = [...new Set([...level.values()].flatMap(snippetsOfBody))].filter((key) => !found.has(key));
  }
  const { snippets: _stale, ...rest } = document;
  return found.size === 0 ? rest : { ...rest, snippets: Object.fromEntries(found) };
}

/** Makes two edits that together would close a circle, or take away what the other includes, take turns. */
export const lockSnippets = (tx: Tx, workspaceNo: number) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`snippet-graph:${workspaceNo}`}, 0))`);

export const toSnippetSummary = (row: SnippetRow, mode: SnippetBody["mode"]): SnippetSummary => ({
  id: publicId("snippet", row.id),
  key: row.key,
  name: row.name,
  version: row.currentVersion,
  mode,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export const toSnippet = (row: SnippetRow, body: SnippetBody): Snippet => ({
  ...toSnippetSummary(row, body.mode),
  body,
});
