import "server-only";
import { sql } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import { registerFieldUses } from "@/server/contacts";

/** Templates and snippets whose current version names a field in a merge tag. Rendering takes any type, so none of them breaks. */
registerFieldUses("content", async (tx, workspaceNo, { keys }) => {
  const rows = await tx.execute<{
    kind: "template" | "snippet";
    id: string;
    name: string;
    archived: boolean;
    key: string;
  }>(sql`
    select 'template' as kind, t.id, t.name, t.archived_at is not null as archived, k.key
      from templates t
      join template_versions v on v.workspace_no = t.workspace_no and v.template_no = t.template_no
                              and v.version = t.current_version
      cross join lateral (
        select distinct m[1] as key from regexp_matches(v.document::text, 'contact[.]([a-z][a-z0-9_]*)', 'g') as m) k
     where t.workspace_no = ${workspaceNo}::int
       and k.key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
    union all
    select 'snippet', s.id, s.name, false, k.key
      from snippets s
      join snippet_versions v on v.workspace_no = s.workspace_no and v.snippet_no = s.snippet_no
                             and v.version = s.current_version
      cross join lateral (
        select distinct m[1] as key from regexp_matches(v.body::text, 'contact[.]([a-z][a-z0-9_]*)', 'g') as m) k
     where s.workspace_no = ${workspaceNo}::int
       and k.key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
     order by kind desc, name, id`);
  return rows.map((row) => ({
    key: row.key,
    type: row.kind,
    id: publicId(row.kind, row.id),
    name: row.name,
    blocks: !row.archived,
    breaks: false,
  }));
});
