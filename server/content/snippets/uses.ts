import "server-only";
import { sql } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import type { SnippetUse } from "@/contracts/snippets";
import type { Tx } from "@/server/platform/db";

export type FindSnippetUses = (tx: Tx, workspaceNo: number, key: string) => Promise<SnippetUse[]>;

const finders = new Map<string, FindSnippetUses>();

/** Higher domains register themselves when they load; content cannot import them. `domain` makes reloading harmless. */
export const registerSnippetUses = (domain: string, find: FindSnippetUses): void => {
  finders.set(domain, find);
};

/**
 * Matches the text of a stored document that includes the snippet: as a block, or with the Liquid tag, whose quotes
 * stand escaped in JSON. Keys are small letters, digits and underscores, so nothing needs escaping here.
 */
export const includesSnippet = (key: string): string =>
  `"snippet": "${key}"|[{]%-?\\s*render\\s+(?:'${key}'|\\\\"${key}\\\\")\\s*-?%[}]`;

/** Everything that includes this snippet: current versions of templates and snippets, and drafts of campaigns. */
export async function usesOfSnippet(tx: Tx, workspaceNo: number, key: string): Promise<SnippetUse[]> {
  const found = await ownUses(tx, workspaceNo, key);
  for (const find of finders.values()) found.push(...(await find(tx, workspaceNo, key)));
  return found;
}

async function ownUses(tx: Tx, workspaceNo: number, key: string): Promise<SnippetUse[]> {
  const pattern = includesSnippet(key);
  const rows = await tx.execute<{ type: "template" | "snippet"; id: string; name: string }>(sql`
    select 'template' as type, t.id, t.name
      from templates t
      join template_versions v on v.workspace_no = t.workspace_no and v.template_no = t.template_no
                              and v.version in (t.current_version, t.approved_version)
     where t.workspace_no = ${workspaceNo}::int and t.archived_at is null and v.document::text ~ ${pattern}
     union
    select 'snippet', s.id, s.name
      from snippets s
      join snippet_versions v on v.workspace_no = s.workspace_no and v.snippet_no = s.snippet_no
                             and v.version = s.current_version
     where s.workspace_no = ${workspaceNo}::int and s.key <> ${key} and v.body::text ~ ${pattern}
     order by type desc, name, id`);
  return rows.map(({ type, id, name }) => ({ type, id: publicId(type, id), name }));
}
