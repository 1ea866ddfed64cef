import { describe, expect, it } from "vitest";
import { SKIP_CODES } from "@/contracts/delivery";
import { publicId } from "@/contracts/ids";
import {
  createCampaign,
  decideUnknownMessages,
  pauseCampaign,
  resumeAgainRun,
  resumeCampaign,
  retryFailedMessages,
  terminateCampaign,
} from "@/server/campaigns";
import { sendBatches } from "@/server/delivery";
import { pipelineSql } from "@/server/platform/db";
import { mergeContacts } from "@/server/profiles";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, makeRun } from "../../support/sending";

const limits = { maxMs: 30_000, maxBatches: 10 };

describe("a second sending", () => {
  useTestDatabase();

  /** A campaign under way: of six people two have failed, two are unknown. */
  async function underWay() {
    const ctx = await createWorkspace();
    await addPeople(ctx, 6);
    const ref = await makeRun(ctx);
    await sendBatches(ref, limits);
    const sql = pipelineSql();
    await sql`update deliveries set status = case when contact_no <= 2 then 3 when contact_no <= 4 then 4 else 1 end
      where workspace_no = ${ctx.workspaceNo}`;
    const { id: campaignId } = await createCampaign(ctx, { name: "Under way" });
    await sql`update campaigns set run_no = ${ref.runNo}, status = 'active' where workspace_no = ${ctx.workspaceNo}`;
    const again = async () => {
      const [row] = await sql<{ id: string; run_no: number; state: string }[]>`
        select id, run_no, state from send_runs where workspace_no = ${ctx.workspaceNo} and again_of = ${ref.runNo}`;
      return { runId: row?.id ?? "", state: row?.state, workspaceNo: ctx.workspaceNo, runNo: row?.run_no ?? 0 };
    };
    const told = async (runNo: number) =>
      (
        await sql`select 1 from wf.inbox where name = 'delivery.run-ready' and workspace_no = ${ctx.workspaceNo}
          and (data->>'runNo')::int = ${runNo}`
      ).length;
    return { ctx, campaignId, ref, again, told };
  }

  it("is not begun while the campaign is paused or halted", async () => {
    const { ctx, campaignId, ref, again } = await underWay();
    const attempts = [
      () => retryFailedMessages(ctx, { campaignId }),
      () => decideUnknownMessages(ctx, { campaignId, decision: "send_again" }),
    ];
    await pauseCampaign(ctx, { campaignId });
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: "CONFLICT", details: { reason: "HELD" } });
    await pipelineSql()`update send_runs set brake = 'halted', brake_note = '9 bounced'
      where workspace_no = ${ctx.workspaceNo} and run_no = ${ref.runNo}`;
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: "CONFLICT", details: { reason: "HALTED" } });
    expect((await again()).runNo).toBe(0);
    await resumeCampaign(ctx, { campaignId });
    expect(await retryFailedMessages(ctx, { campaignId })).toEqual({ people: 2 });
  });

  it("reaches nobody again whom their merged other half was reached as, nor both halves", async () => {
    const { ctx, campaignId, ref, again } = await underWay();
    const rows = await pipelineSql()<{ no: number; id: string }[]>`
      select contact_no::int as no, id from contacts where workspace_no = ${ctx.workspaceNo}`;
    const idOf = (no: number) => publicId("contact", rows.find((row) => row.no === no)?.id ?? "");
    const merge = (winner: number, loser: number) =>
      mergeContacts(ctx, { winnerId: idOf(winner), loserId: idOf(loser), choose: {} });
    // One failed and the other was reached; both unknown.
    await merge(1, 5);
    const ends = async (runNo: number) =>
      (
        await pipelineSql()`select contact_no::int as no, status, skip from deliveries
          where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo} order by 1`
      ).map(({ no, status, skip }) => [no, status, skip]);
    await retryFailedMessages(ctx, { campaignId });
    const retry = await again();
    await sendBatches(retry, limits);
    expect(await ends(retry.runNo)).toEqual([
      [1, 2, SKIP_CODES.duplicate],
      [2, 1, null],
    ]);
    await decideUnknownMessages(ctx, { campaignId, decision: "send_again" });
    await merge(3, 4);
    const second = { ...ref, runNo: retry.runNo + 1 };
    await sendBatches(second, limits);
    expect(await ends(second.runNo)).toEqual([
      [3, 1, null],
      [4, 2, SKIP_CODES.duplicate],
    ]);
  });

  it("is paused, resumed and stopped with its campaign", async () => {
    const { ctx, campaignId, again, told } = await underWay();
    await retryFailedMessages(ctx, { campaignId });
    await pauseCampaign(ctx, { campaignId });
    const { runId, runNo, state } = await again();
    expect(state).toBe("held");
    await expect(resumeAgainRun(ctx, { campaignId, runId })).rejects.toMatchObject({ code: "CONFLICT" });
    await resumeCampaign(ctx, { campaignId });
    expect((await again()).state).toBe("ready");
    expect(await told(runNo)).toBe(2);
    await terminateCampaign(ctx, { campaignId });
    expect((await again()).state).toBe("stopped");
    expect(await told(runNo)).toBe(3);
  });

  it("that bounces halted goes on by who may manage providers, not with its campaign", async () => {
    const { ctx, campaignId, again } = await underWay();
    await retryFailedMessages(ctx, { campaignId });
    const { runId, ...ref } = await again();
    await pipelineSql()`update send_runs set state = 'held', problem = '9 bounced', brake = 'halted', brake_note = '9 bounced'
      where workspace_no = ${ctx.workspaceNo} and run_no = ${ref.runNo}`;
    await pauseCampaign(ctx, { campaignId });
    await resumeCampaign(ctx, { campaignId });
    expect((await again()).state).toBe("held");
    await expect(resumeAgainRun(as(ctx, "campaign_manager"), { campaignId, runId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await resumeAgainRun(ctx, { campaignId, runId })).toEqual({ state: "ready" });
    await sendBatches(ref, limits);
    const sent = await pipelineSql()`select 1 from deliveries
      where workspace_no = ${ctx.workspaceNo} and run_no = ${ref.runNo} and status = 1`;
    expect(sent).toHaveLength(2);
  });
});
