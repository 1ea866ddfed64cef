import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { updateWorkspace } from "@/server/access";
import { checkAuditLog, checkAuditLogs, getAuditCheck, listAudit } from "@/server/audit";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

describe("the hash chain of the audit log", () => {
  const database = useTestDatabase();

  /** Past grants, as somebody who owns the database. */
  async function tamper(statement: string): Promise<void> {
    const sql = postgres(database().ownerUrl, { max: 1, onnotice: () => {} });
    await sql.unsafe(statement).finally(() => sql.end());
  }

  async function busyWorkspace() {
    const ctx = await createWorkspace();
    await Promise.all(Array.from({ length: 12 }, (_, n) => updateWorkspace(ctx, { name: `Bright Bakery ${n}` })));
    return ctx;
  }

  it("holds for commands that ran at once, numbered without gaps, newest first on screen", async () => {
    const ctx = await busyWorkspace();
    expect(await checkAuditLog(ctx, {})).toMatchObject({ rows: 12, fault: null });
    const { data } = await listAudit(ctx, { limit: 50 });
    expect(data.map((entry) => entry.action)).toEqual(["audit.check", ...Array(12).fill("workspace.update")]);
  });

  it.each([
    ["a changed entry", "update audit_log set actor_id = 'somebody else' where workspace_no = $ws and chain_no = 5", 5],
    ["an entry taken out", "delete from audit_log where workspace_no = $ws and chain_no = 7", 7],
    ["a cut tail", "delete from audit_log where workspace_no = $ws and chain_no > 10", 11],
  ])("finds %s, of this workspace only, at night too", async (_name, statement, position) => {
    const [ctx, other] = [await busyWorkspace(), await busyWorkspace()];
    await tamper(statement.replace("$ws", String(ctx.workspaceNo)));
    expect((await checkAuditLog(ctx, {})).fault).toMatchObject({ position });
    expect((await checkAuditLog(other, {})).fault).toBeNull();
    expect((await checkAuditLogs()).tampered).toBeGreaterThanOrEqual(1);
    expect((await getAuditCheck(ctx, {})).fault).not.toBeNull();
  });
});
