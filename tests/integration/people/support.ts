import type { Condition } from "@/contracts/documents/condition";
import { runBulkJob, runBulkUndo } from "@/server/people";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { takeNumbers } from "@/server/platform/numbers";

/** People 1 to `count` of a workspace, the odd ones called Odd. */
export async function addPeople(ctx: Ctx, count: number): Promise<void> {
  await inWorkspace(ctx.workspaceNo, (tx) => takeNumbers(tx, ctx.workspaceNo, "contact", count));
  await pipelineSql()`
    insert into contacts (workspace_no, contact_no, id, email, email_key, first_name, last_name, last_active_at)
    select ${ctx.workspaceNo}, n, gen_random_uuid(), 'P' || n || '@example.com', 'p' || n || '@example.com',
           case when n % 2 = 1 then 'Odd' else 'Even' end, 'N' || n % 7,
           case when n % 3 = 0 then timestamptz '2026-01-01Z' + n % 5 * interval '1 day' end
      from generate_series(1, ${count}::int) n`;
}

export const odd: Condition = { kind: "attribute", field: "first_name", operator: "equals", value: "odd" };

export async function newestJob(ctx: Ctx): Promise<number> {
  const [row] = await pipelineSql()<{ no: number }[]>`
    select max(job_no)::int as no from bulk_jobs where workspace_no = ${ctx.workspaceNo}`;
  return row?.no ?? 0;
}

/** Runs to the end as the background function does; with no budget, a batch at a time. */
export async function work(ctx: Ctx, jobNo: number, budgetMs = 0): Promise<void> {
  while ((await runBulkJob(jobCtx(ctx, "test"), jobNo, budgetMs)) === "more");
}
export async function workBack(ctx: Ctx, jobNo: number): Promise<void> {
  while ((await runBulkUndo(jobCtx(ctx, "test"), jobNo, 0)) === "more");
}

/** First name by contact number. */
export async function firstNames(ctx: Ctx): Promise<Map<number, string | null>> {
  const rows = await pipelineSql()<{ no: number; name: string | null }[]>`
    select contact_no::int as no, first_name as name from contacts where workspace_no = ${ctx.workspaceNo} order by 1`;
  return new Map(rows.map((row) => [row.no, row.name]));
}

export async function tagged(ctx: Ctx, name: string): Promise<number[]> {
  const rows = await pipelineSql()<{ no: number }[]>`
    select ct.contact_no::int as no from contact_tags ct join tags t using (workspace_no, tag_no)
     where ct.workspace_no = ${ctx.workspaceNo} and t.key = ${name} order by 1`;
  return rows.map((row) => row.no);
}
