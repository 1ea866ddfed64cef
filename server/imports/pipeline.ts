import "server-only";
import type postgres from "postgres";
import type { ImportCounts, ImportMapping, ImportStatus } from "@/contracts/contacts";
import { uuidv7 } from "@/server/platform/ids";
import type { ImportRow, RowProblem } from "./rules/convert-row";

// Statements of the pipeline role: each binds the workspace.

export type StagedRow = ImportRow & { n: number; line: number; raw: string[] };
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

/**
 * Puts a batch into a temporary table, each row with the contact it means: the one with its external id, else the one
 * with its address. Rows that point at two people, or at one already met in this batch, are marked.
 * Leans on contacts_email_key and contacts_external_id, row by row (LATERAL with LIMIT): for a workspace that is new to
 * the statistics a plain join expects one contact and reads them all for each row.
 */
export async function stageRows(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  rows: readonly StagedRow[],
  now: Date,
): Promise<{ fresh: number; marked: { n: number; mark: string }[] }> {
  await tx`create temp table if not exists import_stage (workspace_no int, n int, id uuid, contact_no bigint, is_new boolean, mark text,
    email text, email_key text, external_id text, phone text, first_name text, last_name text, time_zone text,
    locale text, attributes jsonb, is_changed boolean default false) on commit delete rows`;
  const json = JSON.stringify(rows.map(({ raw: _raw, line: _line, ...row }) => ({ ...row, id: uuidv7(now) })));
  await tx`
    insert into import_stage
    select ${workspaceNo}, r.n, r.id, coalesce(x.contact_no, e.contact_no), false,
           case when x.contact_no <> e.contact_no then 'two_contacts'
                when x.contact_no is null and e.external_id is not null and r.external_id is not null then 'other_external_id'
           end,
           r.email, r.email_key, r.external_id, r.phone, r.first_name, r.last_name, r.time_zone, r.locale, r.attributes
      from jsonb_to_recordset(${json}::text::jsonb) as r(n int, id uuid, email text, email_key text, external_id text,
             phone text, first_name text, last_name text, time_zone text, locale text, attributes jsonb)
      left join lateral (select contact_no from contacts
        where workspace_no = ${workspaceNo} and external_id = r.external_id limit 1) x on true
      left join lateral (select contact_no, external_id from contacts
        where workspace_no = ${workspaceNo} and email_key = r.email_key limit 1) e on true`;
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

/**
 * Applies the staged values to the people who were there, where something differs; returns how many were changed.
 * Empty cells never clear a value. "never" leaves existing people alone.
 */
export async function updateKnown(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  collision: ImportMapping["collision"],
  now: Date,
): Promise<number> {
  if (collision === "never") return 0;
  const pick = (column: string) =>
    collision === "overwrite" ? `coalesce(s.${column}, c.${column})` : `coalesce(c.${column}, s.${column})`;
  const merged = collision === "overwrite" ? "c.attributes || s.attributes" : "s.attributes || c.attributes";
  // Address and its key come from the same side: both are there or both are not.
  const columns = ["external_id", "email", "email_key", "phone", "first_name", "last_name", "time_zone", "locale"];
  const sets = [...columns.map((column) => [column, pick(column)]), ["attributes", merged]];
  const result = await tx`
    with changed as (
    update contacts c
       set ${tx.unsafe(sets.map(([column, value]) => `${column} = ${value}`).join(", "))}, updated_at = ${now}
      from import_stage s
     where s.workspace_no = ${workspaceNo} and c.workspace_no = s.workspace_no and c.contact_no = s.contact_no and not s.is_new and s.mark is null
       and ${tx.unsafe(`(${sets.map(([column]) => `c.${column}`).join(", ")}) is distinct from (${sets.map(([, value]) => value).join(", ")})`)}
    returning c.contact_no)
    update import_stage s set is_changed = true from changed where s.contact_no = changed.contact_no and s.mark is null`;
  return result.count;
}

/** Keeps who was made or changed by this import, for their timeline. */
export async function rememberContacts(
  tx: postgres.TransactionSql,
  workspaceNo: number,
  importNo: number,
  now: Date,
): Promise<void> {
  await tx`
    insert into import_contacts (workspace_no, contact_no, import_no, is_new, at)
    select ${workspaceNo}, contact_no, ${importNo}, is_new, ${now}
      from import_stage where mark is null and (is_new or is_changed) order by contact_no
    on conflict do nothing`;
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
