import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { takeNumbers } from "@/server/platform/numbers";
import { useTestDatabase } from "../support/database";
import { createWorkspace } from "../support/fixtures";

describe("tenant isolation", () => {
  useTestDatabase();

  it("forces row-level security with a policy on every table that has a workspace_no", async () => {
    const open = await pipelineSql()<{ name: string }[]>`
      select c.relname as name from pg_class c
        join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_no' and not a.attisdropped
       where c.relkind in ('r', 'p')
         and not (c.relrowsecurity and c.relforcerowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid))`;
    expect(open.map((t) => t.name)).toEqual([]);
    const all = await pipelineSql()`select 1 from pg_policies where policyname = 'workspace_isolation'`;
    expect(all.length).toBeGreaterThan(20);
  });

  it("hides every row of another workspace from the application role, even without a where clause", async () => {
    const [a, b] = [await createWorkspace(), await createWorkspace()];
    const seen = await inWorkspace(a.workspaceNo, (tx) =>
      tx.execute<{ workspace_no: number }>(sql`select workspace_no from providers`),
    );
    expect(seen.map((row) => row.workspace_no)).toEqual([a.workspaceNo]);
    const foreign = await inWorkspace(a.workspaceNo, (tx) =>
      tx.execute(sql`update providers set name = 'x' where workspace_no = ${b.workspaceNo} returning 1`),
    );
    expect(foreign).toHaveLength(0);
  });

  it("answers with an error, not with all rows, when no workspace is set", async () => {
    const ctx = await createWorkspace();
    const unset = inWorkspace(ctx.workspaceNo, async (tx) => {
      await tx.execute(sql`select set_config('app.workspace_no', '', true)`);
      return tx.execute(sql`select * from providers`);
    });
    await expect(unset).rejects.toThrow();
  });

  it("hands out the same numbers in two workspaces, each without gaps", async () => {
    const [a, b] = [await createWorkspace(), await createWorkspace()];
    const take = (workspaceNo: number) => inWorkspace(workspaceNo, (tx) => takeNumbers(tx, workspaceNo, "segment", 2));
    expect([await take(a.workspaceNo), await take(a.workspaceNo), await take(b.workspaceNo)]).toEqual([1, 3, 1]);
  });

  it("keeps the consent ledger and the audit log append-only for both roles", async () => {
    for (const table of ["consent_ledger", "audit_log"])
      await expect(pipelineSql().unsafe(`delete from ${table}`)).rejects.toThrow(/permission denied/);
  });
});
