import "server-only";
import type postgres from "postgres";
import type { ImportCounts, ImportStatus, MatchKey } from "@/contracts/imports";
import { uuidv7 } from "@/server/platform/ids";
import type { Collisions } from "./rules/collisions";
import type { ImportRow, RowProblem } from "./rules/convert-row";

// Statements of the pipeline role: each binds the workspace.

export type StagedRow = ImportRow & { n: number; line: number; raw: string[]; tag_nos?: number[] };
export type LineProblem = RowProblem & { line: number; row: string[] };

/** Locks the import and returns where it stands; null when it is gone. */
export async function lockImport(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  importNo: number,
): Promise<{ status: ImportStatus; rowsDone: number; counts: ImportCounts } | null> {
  const [row] = await tx<{ status: ImportStatus; rows_done: string; counts: ImportCounts }[]>`
    select status, rows_done, counts from imports
     where workspace_no = ${workspaceNo} and import_no = ${importNo} for update`;
  return row ? { status: row.status, rowsDone: Number(row.rows_done), counts: row.counts } : null;
}

/** The contact a row means and what is wrong with that, by what people are matched with. */
const MATCHES: Record<MatchKey, { contact: string; mark: string }> = {
  any: {
    contact: "coalesce(x.contact_no, e.contact_no)",
    mark: `case when x.contact_no <> e.contact_no then 'two_contacts'
      when x.contact_no is null and e.external_id is not null and r.external_id is not null then 'other_external_id' end`,
  },
  email: {
    contact: "e.contact_no",
    mark: "case when x.contact_no is distinct from e.contact_no and x.contact_no is not null then 'two_contacts' end",
  },
  external_id: {
    contact: "x.contact_no",
    mark: "case when e.contact_no is distinct from x.contact_no and e.contact_no is not null then 'two_contacts' end",
  },
  phone: {
    contact: "p.contact_no",
    mark: `case when p.people > 1 then 'several_contacts'
      when coalesce(x.contact_no <> p.contact_no, x.contact_no is not null) then 'two_contacts'
      when coalesce(e.contact_no <> p.contact_no, e.contact_no is not null) then 'two_contacts' end`,
  },
};

/**
 * Puts a batch into a temporary table, each row with the contact it means. Rows that point at two people, or at one
 * already met in this batch, are marked.
 * Leans on contacts_email_key, contacts_external_id and contacts_phone, row by row (LATERAL with LIMIT): for a workspace
 * that is new to the statistics a plain join expects one contact and reads them all for each row.
 */
export async function stageRows(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  rows: readonly StagedRow[],
  matchBy: MatchKey,
  now: Date,
): Promise<{ fresh: number; marked: { n: number; mark: string }[] }> {
  await tx`create temp table if not exists import_stage (workspace_no int, n int, id uuid, contact_no bigint, is_new boolean, mark text,
    email text, email_key text, external_id text, phone text, first_name text, last_name text, time_zone text,
    locale text, attributes jsonb, tag_nos int[], is_changed boolean default false, former jsonb, gained_tags int[],
    gained_list int) on commit delete rows`;
  const json = JSON.stringify(
    rows.map(({ raw: _raw, line: _line, tags: _tags, ...row }) => ({ ...row, id: uuidv7(now) })),
  );
  const match = MATCHES[matchBy];
  await tx`
    insert into import_stage
    select ${workspaceNo}, r.n, r.id, ${tx.unsafe(match.contact)}, false, ${tx.unsafe(match.mark)},
           r.email, r.email_key, r.external_id, r.phone, r.first_name, r.last_name, r.time_zone, r.locale, r.attributes,
           r.tag_nos
      from jsonb_to_recordset(${json}::text::jsonb) as r(n int, id uuid, email text, email_key text, external_id text,
             phone text, first_name text, last_name text, time_zone text, locale text, attributes jsonb, tag_nos int[])
      left join lateral (select contact_no from contacts
        where workspace_no = ${workspaceNo} and external_id = r.external_id limit 1) x on true
      left join lateral (select contact_no, external_id from contacts
        where workspace_no = ${workspaceNo} and email_key = r.email_key limit 1) e on true
      ${
        matchBy === "phone"
          ? tx`left join lateral (select min(contact_no) as contact_no, count(*) as people from
        (select contact_no from contacts where workspace_no = ${workspaceNo} and phone = r.phone limit 2) same) p on true`
          : tx``
      }`;
  // Without it the planner takes a batch for one row.
  await tx`analyze import_stage`;
  await tx`
    update import_stage s set mark = 'duplicate'
      from (select n, row_number() over (partition by contact_no order by n) as nth from import_stage
             where contact_no is not null and mark is null) d
     where d.n = s.n and d.nth > 1`;
  const marked = await tx<{ n: number; mark: string }[]>`select n, mark from import_stage where mark is not null`;
  const [count] = await tx<{ fresh: number }[]>`
    select count(*)::int as fresh from import_stage where contact_no is null and mark is null`;
  return { fresh: count?.fresh ?? 0, marked: [...marked] };
}

/** Inserts the staged people nobody had, numbered from `firstNo` in the order of the file; returns how many. */
export async function insertFresh(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  firstNo: number,
  now: Date,
): Promise<number> {
  const rows = await tx`
    with ins as (
      insert into contacts (workspace_no, contact_no, id, external_id, email, email_key, phone, first_name, last_name,
                            time_zone, locale, attributes, created_at, updated_at)
      select ${workspaceNo}, ${firstNo}::bigint - 1 + row_number() over (order by n), id, external_id, email, email_key, phone,
             first_name, last_name, time_zone, locale, attributes, ${now}, ${now}
        from import_stage where contact_no is null and mark is null order by n
      on conflict do nothing
      returning id, contact_no
    )
    update import_stage s set contact_no = ins.contact_no, is_new = true from ins where s.id = ins.id`;
  return rows.count;
}

const COLUMNS = [
  "external_id",
  "email",
  "email_key",
  "phone",
  "first_name",
  "last_name",
  "time_zone",
  "locale",
] as const;

/**
 * Applies the staged values to the people who were there, where something differs; returns how many were changed and
 * keeps what each had before for the way back. Empty cells never clear a value. Locks people by number.
 */
export async function updateKnown(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  collisions: Collisions,
  now: Date,
): Promise<number> {
  const pick = (column: string) => {
    // Address and its key come from the same side: both are there or both are not.
    const rule = collisions.of(column === "email_key" ? "email" : column);
    if (rule === "never") return null;
    return rule === "overwrite" ? `coalesce(s.${column}, f.${column})` : `coalesce(f.${column}, s.${column})`;
  };
  const sets = COLUMNS.flatMap((column): [string, string][] => {
    const value = pick(column);
    return value ? [[column, value]] : [];
  });
  const { overwrite, fillBlank, all } = collisions.attributes;
  if (sets.length === 0 && overwrite.length + fillBlank.length === 0) return 0;
  const notFilled = all.filter((key) => !fillBlank.includes(key));
  const notOverwritten = all.filter((key) => !overwrite.includes(key));
  const columns = sets.map(([column, value]) => `${column} = ${value}`);
  const differs = [...sets.map(([column, value]) => `f.${column} is distinct from ${value}`)];
  const pairs = sets
    .filter(([column]) => column !== "email_key")
    .map(([column]) => `('${column}', f.${column}, c.${column})`);
  const result = await tx`
    with former as materialized (
      select s.n, c.* from (select n, contact_no from import_stage
                        where contact_no is not null and not is_new and mark is null order by contact_no) s
       cross join lateral (select * from contacts
        where workspace_no = ${workspaceNo} and contact_no = s.contact_no limit 1 for update) c
    ), next as materialized (
      select s.*, f.attributes as old_attributes,
             (s.attributes - ${notFilled}::text[]) || f.attributes || (s.attributes - ${notOverwritten}::text[]) as new_attributes
        from import_stage s join former f using (n)
    ), changed as (
      update contacts c
         set ${tx.unsafe([...columns, "attributes = s.new_attributes"].join(", "))}, updated_at = ${now}
        from next s join former f using (n)
       where s.workspace_no = ${workspaceNo} and c.workspace_no = s.workspace_no and c.contact_no = f.contact_no
         and (${tx.unsafe([...differs, "f.attributes is distinct from s.new_attributes"].join(" or "))})
      returning s.n, jsonb_build_object(
        'columns', (select jsonb_object_agg(v.key, jsonb_build_array(v.before, v.after))
           from (values ${tx.unsafe([...pairs, "(null, null, null)"].join(", "))}) v(key, before, after)
          where v.before is distinct from v.after),
        'attributes', (select jsonb_object_agg(a.key, jsonb_build_array(s.old_attributes -> a.key, a.value))
           from jsonb_each(c.attributes) a where (s.old_attributes -> a.key) is distinct from a.value)) as former)
    update import_stage s set is_changed = true, former = changed.former from changed where s.n = changed.n`;
  return result.count;
}

/** Gives the staged tags; returns how many people gained one. Leans on the primary key of contact_tags. */
export async function giveTags(tx: postgres.TransactionSql, workspaceNo: number): Promise<number> {
  const result = await tx`
    with gained as (
      insert into contact_tags (workspace_no, contact_no, tag_no)
      select ${workspaceNo}::int, s.contact_no, t.tag_no
        from import_stage s cross join lateral unnest(s.tag_nos) t(tag_no)
       where s.mark is null and s.contact_no is not null order by 2, 3
      on conflict do nothing
      returning contact_no, tag_no)
    update import_stage s set gained_tags = g.tags
      from (select contact_no, array_agg(tag_no) as tags from gained group by contact_no) g
     where s.contact_no = g.contact_no and s.mark is null`;
  return result.count;
}

/** Notes who was put on the list by this batch. */
export async function noteListed(tx: postgres.TransactionSql, segmentNo: number, contactNos: readonly number[]) {
  await tx`
    update import_stage set gained_list = ${segmentNo}
     where mark is null and contact_no = any(${[...contactNos]}::bigint[])`;
}

/**
 * Keeps who was made or changed by this import, for their timeline and for the way back: `at` is the instant of the last
 * change, steps are in their order. `granted`: who has consent by it.
 */
export async function rememberContacts(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  importNo: number,
  granted: readonly number[],
  now: Date,
): Promise<void> {
  await tx`
    insert into import_contacts (workspace_no, contact_no, import_no, is_new, at, steps)
    select ${workspaceNo}, s.contact_no, ${importNo}, s.is_new, ${now},
           case when s.former is null and s.gained_tags is null and s.gained_list is null then null
                else jsonb_build_array(jsonb_strip_nulls(coalesce(s.former, '{}')
                       || jsonb_build_object('tags', to_jsonb(s.gained_tags), 'list', s.gained_list))) end
      from import_stage s
     where s.mark is null and (s.is_new or s.is_changed or s.gained_tags is not null or s.gained_list is not null
           or s.contact_no = any(${[...granted]}::bigint[])) order by s.contact_no
    on conflict (workspace_no, contact_no, import_no) do update
       set at = case when excluded.steps -> 0 ?| '{columns,attributes}' then excluded.at else import_contacts.at end,
           steps = coalesce(import_contacts.steps, '[]') || coalesce(excluded.steps, '[]')`;
}

/** The people this batch settled, for consent. */
export async function settledContacts(tx: postgres.TransactionSql): Promise<number[]> {
  const rows = await tx<{ contact_no: string }[]>`
    select contact_no from import_stage where mark is null and contact_no is not null`;
  return rows.map((row) => Number(row.contact_no));
}

export async function insertProblems(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  importNo: number,
  problems: readonly LineProblem[],
): Promise<void> {
  if (problems.length === 0) return;
  // A null character cannot be stored; it is the very problem being reported.
  const json = JSON.stringify(problems).replaceAll("\\u0000", "");
  await tx`
    insert into import_problems (workspace_no, import_no, line, "column", code, problem, fix, row)
    select ${workspaceNo}, ${importNo}, p.line, p."column", p.code, p.problem, p.fix, p.row
      from jsonb_to_recordset(${json}::text::jsonb)
           as p(line bigint, "column" text, code text, problem text, fix text, row jsonb)
    on conflict do nothing`;
}

/** Commits progress with the batch itself, so a restart continues exactly behind it. */
export async function saveProgress(
  tx: postgres.TransactionSql,
  at: { workspaceNo: number; importNo: number; rowsDone: number; bytesDone: number; counts: ImportCounts },
): Promise<void> {
  const result = await tx`
    update imports set rows_done = ${at.rowsDone}, bytes_done = ${at.bytesDone}, counts = ${tx.json(at.counts)}
     where workspace_no = ${at.workspaceNo} and import_no = ${at.importNo}`;
  if (result.count !== 1) throw new Error("the import vanished");
}
