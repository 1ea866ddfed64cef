import { describe, expect, it } from "vitest";
import { createCampaign, decideUnknownMessages, getCampaignReport, listCampaignRecipients } from "@/server/campaigns";
import { revokeConsent } from "@/server/consent";
import { driveRun, sendBatches } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, addProvider, makeRun } from "../../support/sending";
import { startSmtpSink } from "../../support/smtp-sink";

const limits = { maxMs: 30_000, maxBatches: 10 };
const PEOPLE = 10;

describe("messages nobody knows about", () => {
  useTestDatabase();

  /** A campaign whose ten SMTP messages were all taken by a server that never said so. */
  async function inDoubt(): Promise<{ ctx: Ctx; campaignId: string; sink: Awaited<ReturnType<typeof startSmtpSink>> }> {
    const ctx = await createWorkspace();
    await addPeople(ctx, PEOPLE);
    const sink = await startSmtpSink();
    const server = { kind: "smtp", host: "127.0.0.1", port: sink.port, security: "none", user: sink.user };
    const { providerNo } = await addProvider(ctx, { ...server, maxConnections: PEOPLE }, sink.password);
    sink.state.behaviour = "drop-after-accept";
    const ref = await makeRun(ctx, { providerNo });
    await sendBatches(ref, limits);
    await driveRun(ref);
    sink.state.behaviour = "ok";
    const campaign = await createCampaign(ctx, { name: "In doubt" });
    await pipelineSql()`
      update campaigns set run_no = ${ref.runNo}, status = 'completed_with_failures' where workspace_no = ${ctx.workspaceNo}`;
    const answer = { ctx, campaignId: campaign.id, sink };
    expect((await report(answer)).counts).toMatchObject({ unknown: PEOPLE, accepted: 0, pending: 0 });
    return answer;
  }
  const report = ({ ctx, campaignId }: { ctx: Ctx; campaignId: string }) => getCampaignReport(ctx, { campaignId });
  const people = async ({ ctx, campaignId }: { ctx: Ctx; campaignId: string }) =>
    (await listCampaignRecipients(ctx, { campaignId, limit: 100 })).data;
  const tellWorkers = async ({ ctx }: { ctx: Ctx }) => {
    const runs = await pipelineSql()<{ run_no: number }[]>`
      select run_no from send_runs where workspace_no = ${ctx.workspaceNo} and again_of is not null order by 1`;
    for (const { run_no } of runs) {
      const ref = { workspaceNo: ctx.workspaceNo, runNo: run_no };
      await sendBatches(ref, limits);
      await driveRun(ref);
    }
    return runs.length;
  };

  it("are sent again to exactly those people, who are asked for permission anew; the old verdict stays", async () => {
    const doubt = await inDoubt();
    const { ctx, campaignId, sink } = doubt;
    const [first, second, third] = await people(doubt);
    const ids = [first, second, third].map((row) => row?.messageId ?? "");
    await revokeConsent(
      { ...ctx, actor: { type: "recipient", contactNo: 3 } },
      {
        contactNo: 3,
        source: "recipient_one_click",
      },
    );
    sink.accepted.length = 0;
    const note = "not in the log of the server";
    expect(await decideUnknownMessages(ctx, { campaignId, messageIds: ids, decision: "send_again", note })).toEqual({
      people: 3,
    });
    expect(await tellWorkers(doubt)).toBe(1);
    expect(sink.accepted.map(({ to }) => to).sort()).toEqual(["p1@people.example", "p2@people.example"]);
    const { counts, again } = await report(doubt);
    expect(counts).toMatchObject({ unknown: PEOPLE, sentAgain: 3, accepted: 0 });
    expect(again).toMatchObject([
      { state: "done", counts: { audience: 3, accepted: 2, skipped: 1, skips: [{ reason: "opted_out", people: 1 }] } },
    ]);
    const rows = await people(doubt);
    expect(rows.map(({ state, again: second }) => [state, second?.state ?? null])).toEqual([
      ["unknown", "accepted"],
      ["unknown", "accepted"],
      ["unknown", "skipped"],
      ...Array.from({ length: PEOPLE - 3 }, () => ["unknown", null]),
    ]);
    const [audit] = await pipelineSql()<{ actor_type: string; changes: Record<string, unknown> }[]>`
      select actor_type, changes from audit_log
       where workspace_no = ${ctx.workspaceNo} and action = 'delivery.decide-unknown'`;
    expect(audit).toMatchObject({ actor_type: "member", changes: { decision: "send_again", people: 3 } });
    await sink.stop();
  });

  it("are decided about once, however many members press at the same moment", async () => {
    const doubt = await inDoubt();
    const { ctx, campaignId, sink } = doubt;
    sink.accepted.length = 0;
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) =>
        decideUnknownMessages(ctx, { campaignId, decision: i % 2 === 0 ? "send_again" : "arrived" }),
      ),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refusals = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []));
    expect(new Set(refusals)).toEqual(new Set(["CONFLICT"]));
    const runs = await tellWorkers(doubt);
    expect(sink.accepted).toHaveLength(runs * PEOPLE);
    const { counts } = await report(doubt);
    expect([counts?.sentAgain, counts?.accepted]).toEqual(runs === 1 ? [PEOPLE, 0] : [0, PEOPLE]);
    await sink.stop();
  });

  it("count as what a member says became of them, and a message of another workspace is left alone", async () => {
    const [mine, other] = [await inDoubt(), await inDoubt()];
    const foreign = (await people(other)).map(({ messageId }) => messageId);
    const { ctx, campaignId } = mine;
    await expect(
      decideUnknownMessages(ctx, { campaignId, messageIds: foreign, decision: "arrived" }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    const [one] = await people(mine);
    await decideUnknownMessages(ctx, { campaignId, messageIds: [one?.messageId ?? ""], decision: "arrived" });
    await decideUnknownMessages(ctx, { campaignId, decision: "not_arrived" });
    expect((await report(mine)).counts).toMatchObject({ accepted: 1, failed: PEOPLE - 1, unknown: 0, sentAgain: 0 });
    expect((await report(other)).counts).toMatchObject({ unknown: PEOPLE });
    await expect(decideUnknownMessages(as(ctx, "analyst"), { campaignId, decision: "arrived" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await Promise.all([mine.sink.stop(), other.sink.stop()]);
  });
});
