import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { SKIP_CODES } from "@/contracts/delivery";
import { createRun, materialiseAudience } from "@/server/delivery";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, LETTER } from "../../support/sending";

describe("the audience of a run", () => {
  useTestDatabase();

  it("names everybody once: who goes in dense batches of 1,000, who stays in batch 0 with the reason", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    for (const { workspaceNo } of [ctx, other]) {
      await addPeople({ ...ctx, workspaceNo }, 2345);
      await pipelineSql()`
        update consent_state set state = case when contact_no % 2 = 0 then 'denied' else 'pending' end
         where workspace_no = ${workspaceNo} and contact_no % 7 = 0`;
    }
    const { runNo } = await createRun(ctx, {
      kind: "campaign",
      sourceNo: 1,
      launchKey: "once",
      providerNo: 1,
      content: LETTER,
    });
    const everyone = { runNo, condition: sql`c.contact_no > 3`, refuseDemo: false };
    const counts = await materialiseAudience(ctx, everyone);
    expect(counts).toEqual({ audience: 2342, queued: 2007 });
    // Asked again, it answers the same and writes nothing.
    expect(await materialiseAudience(ctx, everyone)).toEqual(counts);

    const rows = await pipelineSql()<{ batch_no: number; seq: number; contact_no: string; skip: number | null }[]>`
      select batch_no, seq, contact_no, skip from run_recipients where workspace_no = ${ctx.workspaceNo}
       order by batch_no, seq`;
    const people = rows.map((row) => Number(row.contact_no));
    expect([...people].sort((a, b) => a - b)).toEqual(Array.from({ length: 2342 }, (_, i) => i + 4));
    for (const row of rows) {
      const no = Number(row.contact_no);
      const reason = no % 2 === 0 ? SKIP_CODES.opted_out : SKIP_CODES.consent_pending;
      expect([no, row.batch_no === 0, row.skip]).toEqual([no, no % 7 === 0, no % 7 === 0 ? reason : null]);
    }
    const places = (isQueued: boolean) => rows.filter((row) => row.batch_no > 0 === isQueued);
    expect(places(false).map((row) => row.seq)).toEqual(Array.from({ length: 335 }, (_, n) => n));
    expect(places(true).map((row) => [row.batch_no, row.seq])).toEqual(
      Array.from({ length: 2007 }, (_, n) => [1 + Math.floor(n / 1000), n % 1000]),
    );
    const batches = await pipelineSql()<{ batch_no: number; size: number }[]>`
      select batch_no, size from send_batches where workspace_no = ${ctx.workspaceNo} order by batch_no`;
    expect(batches.map((batch) => [batch.batch_no, batch.size])).toEqual([
      [1, 1000],
      [2, 1000],
      [3, 7],
    ]);
    const [foreign] = await pipelineSql()`
      select count(*)::int as n from run_recipients where workspace_no = ${other.workspaceNo}`;
    expect(foreign?.n).toBe(0);
  });

  it("may be empty, or all of it left out", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 5);
    const audienceOf = async (launchKey: string, condition: ReturnType<typeof sql>) => {
      const run = { kind: "campaign" as const, sourceNo: 1, launchKey, providerNo: 1, content: LETTER };
      const { runNo } = await createRun(ctx, run);
      return materialiseAudience(ctx, { runNo, condition, refuseDemo: false });
    };
    expect(await audienceOf("nobody", sql`false`)).toEqual({ audience: 0, queued: 0 });
    await pipelineSql()`update consent_state set state = 'denied' where workspace_no = ${ctx.workspaceNo}`;
    expect(await audienceOf("refused", sql`true`)).toEqual({ audience: 5, queued: 0 });
    const batches = await pipelineSql()`select 1 from send_batches where workspace_no = ${ctx.workspaceNo}`;
    expect(batches).toHaveLength(0);
  });
});
