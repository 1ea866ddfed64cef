import type { ImportConsent, ImportMapping } from "@/contracts/imports";
import {
  createImport,
  forecastImport,
  getImport,
  previewImport,
  runImport,
  saveUpload,
  startImport,
} from "@/server/imports";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";

export async function upload(ctx: Ctx, csv: string | Uint8Array, fileName = "people.csv"): Promise<string> {
  const saved = await saveUpload([typeof csv === "string" ? Buffer.from(csv) : csv]);
  return (await createImport(ctx, { ...saved, fileName })).id;
}

export const suggestionFor = async (ctx: Ctx, importId: string): Promise<ImportMapping> =>
  (await previewImport(ctx, { importId })).suggestion;

export async function begin(
  ctx: Ctx,
  csv: string | Uint8Array,
  options: { consent?: ImportConsent; mapping?: Partial<ImportMapping> } = {},
): Promise<{ id: string; importNo: number }> {
  const id = await upload(ctx, csv);
  const mapping = { ...(await suggestionFor(ctx, id)), ...options.mapping };
  await startImport(ctx, { importId: id, mapping, consent: options.consent ?? { kind: "none" } });
  return { id, importNo: await newestImport(ctx) };
}

export async function newestImport(ctx: Ctx): Promise<number> {
  const [row] = await pipelineSql()<{ no: number }[]>`
    select max(import_no)::int as no from imports where workspace_no = ${ctx.workspaceNo}`;
  return row?.no ?? 0;
}

/** Runs to the end as the background function does, in slices of any length. */
export async function work(ctx: Ctx, importNo: number, budgetMs = 60_000): Promise<void> {
  for (;;) if ((await runImport(jobCtx(ctx, "test"), importNo, budgetMs)).state !== "more") return;
}

export async function importAll(ctx: Ctx, csv: string | Uint8Array, options: Parameters<typeof begin>[2] = {}) {
  const { id, importNo } = await begin(ctx, csv, options);
  await work(ctx, importNo);
  return getImport(ctx, { importId: id });
}

export const forecast = async (ctx: Ctx, csv: string) => {
  const importId = await upload(ctx, csv);
  return forecastImport(ctx, { importId, mapping: await suggestionFor(ctx, importId) });
};

/** Everything an import may have written, without ids and instants: two runs of one file must agree on it. */
export async function everything(ctx: Ctx) {
  const sql = pipelineSql();
  const ws = ctx.workspaceNo;
  return {
    people: [
      ...(await sql`select email, email_key, external_id, phone, first_name, last_name, time_zone, locale, attributes
        from contacts where workspace_no = ${ws} order by email_key, external_id`),
    ],
    numbers: [...(await sql`select count(distinct contact_no)::int as n from contacts where workspace_no = ${ws}`)],
    ledger: [
      ...(await sql`select c.email_key, l.state, l.source from consent_ledger l
        left join contacts c using (workspace_no, contact_no) where l.workspace_no = ${ws} order by 1, 2, 3`),
    ],
    states: [
      ...(await sql`select c.email_key, s.state, s.source from consent_state s
        left join contacts c using (workspace_no, contact_no) where s.workspace_no = ${ws} order by 1, 2, 3`),
    ],
    problems: [
      ...(await sql`select line::int, "column", code, row from import_problems where workspace_no = ${ws} order by import_no, line, code`),
    ],
  };
}
