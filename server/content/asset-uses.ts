import "server-only";
import { sql } from "drizzle-orm";
import type { AssetUse } from "@/contracts/assets";
import { publicId } from "@/contracts/ids";
import type { Tx } from "@/server/platform/db";

/** Finds everything of one domain whose text names the file. */
type FindAssetUses = (tx: Tx, workspaceNo: number, file: string) => Promise<AssetUse[]>;

const finders = new Map<string, FindAssetUses>();

/** Higher domains register themselves when they load; content cannot import them. `domain` makes reloading harmless. */
export const registerAssetUses = (domain: string, find: FindAssetUses): void => {
  finders.set(domain, find);
};

/** Everything that shows this picture. A file's name is 128 random bits, so text that holds it means it. */
export async function usesOfAsset(tx: Tx, workspaceNo: number, file: string): Promise<AssetUse[]> {
  const found: AssetUse[] = [];
  for (const find of finders.values()) found.push(...(await find(tx, workspaceNo, file)));
  return found;
}

/** Templates by the version being written and by those that are approved, snippets as they are, the brand by its logo. */
registerAssetUses("content", async (tx, workspaceNo, file) => {
  const rows = await tx.execute<{ id: string; name: string }>(sql`
    select distinct t.id, t.name
      from templates t
      join template_versions v on v.workspace_no = t.workspace_no and v.template_no = t.template_no
                              and (v.version = t.current_version or v.approved_at is not null)
     where t.workspace_no = ${workspaceNo}::int and strpos(v.document::text, ${file}) > 0
     order by t.name`);
  const pieces = await tx.execute<{ id: string; name: string }>(sql`
    select s.id, s.name
      from snippets s
      join snippet_versions v on v.workspace_no = s.workspace_no and v.snippet_no = s.snippet_no
                             and v.version = s.current_version
     where s.workspace_no = ${workspaceNo}::int and strpos(v.body::text, ${file}) > 0
     order by s.name`);
  const brand = await tx.execute<{ found: number }>(sql`
    select 1 as found from brand where workspace_no = ${workspaceNo}::int and strpos(logo_url, ${file}) > 0`);
  return [
    ...rows.map(({ id, name }) => ({ type: "template" as const, id: publicId("template", id), name })),
    ...pieces.map(({ id, name }) => ({ type: "snippet" as const, id: publicId("snippet", id), name })),
    ...brand.map(() => ({ type: "brand" as const, id: null, name: "The logo of your recipient pages" })),
  ];
});
