import { pipelineSql } from "@/server/platform/db";

/** Tables of one workspace's rows, found in the catalogue: a new one is watched from its first day. */
export async function tenantTables(): Promise<string[]> {
  const rows = await pipelineSql()<{ name: string }[]>`
    select c.relname as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_no' and not a.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  return rows.map((row) => row.name);
}

/** Each table's rows of a workspace as a count and a hash, and the events and background runs that name it. */
export async function fingerprint(
  workspaceNo: number,
  without: readonly string[] = [],
): Promise<Record<string, string>> {
  const sql = pipelineSql();
  const prints: Record<string, string> = {};
  for (const table of await tenantTables()) {
    if (without.includes(table)) continue;
    const [row] = await sql<{ print: string }[]>`
      select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') as print
        from ${sql(table)} t where workspace_no = ${workspaceNo}`;
    prints[table] = row?.print ?? "";
  }
  const [engine] = await sql<{ events: number; runs: string }[]>`
    select (select count(*)::int from wf.inbox
             where workspace_no = ${workspaceNo} or data ->> 'workspaceNo' = ${String(workspaceNo)}) as events,
           (select coalesce(string_agg(id || status, ',' order by id), '-') from wf.run r
             where exists (select 1 from jsonb_array_elements(r.events::jsonb) e
                            where e #>> '{data,workspaceNo}' = ${String(workspaceNo)})) as runs`;
  prints["wf.inbox"] = String(engine?.events);
  prints["wf.run"] = engine?.runs ?? "";
  return prints;
}

/** Every row of a workspace, as one text. */
export async function everyRowOf(workspaceNo: number): Promise<string> {
  const sql = pipelineSql();
  const texts: string[] = [];
  for (const table of await tenantTables()) {
    const rows = await sql<{ text: string }[]>`
      select t::text as text from ${sql(table)} t where workspace_no = ${workspaceNo}`;
    texts.push(...rows.map((row) => `${table} ${row.text}`));
  }
  return texts.join("\n");
}
