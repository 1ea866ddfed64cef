import { randomInt, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createCampaign, getCampaignReport } from "@/server/campaigns";
import { getHitRules, rejudgeHits, sendBatches } from "@/server/delivery";
import { classifyHit, findScannerClicks, HIT_RULE_VERSION } from "@/server/delivery/rules/classify-hit";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, makeRun } from "../../support/sending";

const PEOPLE = 60;
const AGENTS = ["Mozilla/5.0 (Macintosh) Safari/605", "Mozilla/5.0", "Zscaler-Fetch/1.0", "python-requests/2", null];

type Hit = {
  id: string;
  seq: number;
  kind: "open" | "click";
  agent: string | null;
  isPrefetch: boolean;
  ms: number;
  link: number;
};

describe("judging stored hits again", () => {
  useTestDatabase();

  /** Hits of every sort with verdicts of an older rule, all of them wrong. */
  async function judgedBefore(): Promise<{ ctx: Ctx; campaignId: string; runNo: number; hits: Hit[] }> {
    const ctx = await createWorkspace();
    await addPeople(ctx, PEOPLE);
    const { runNo } = await makeRun(ctx);
    await sendBatches({ workspaceNo: ctx.workspaceNo, runNo }, { maxMs: 60_000, maxBatches: 10 });
    const sql = pipelineSql();
    const hits: Hit[] = Array.from({ length: 300 }, () => ({
      id: randomUUID(),
      seq: randomInt(PEOPLE),
      kind: randomInt(2) === 0 ? "open" : "click",
      agent: AGENTS[randomInt(AGENTS.length)] ?? null,
      isPrefetch: randomInt(10) === 0,
      ms: randomInt(5000),
      link: 1 + randomInt(2),
    }));
    const at = "2026-03-02T09:00:00Z";
    await sql`update deliveries set at = ${at} where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo}`;
    await sql`
      insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, link_no, link_count, at, verdict,
                                rule_version, is_prefetch, user_agent)
      select ${ctx.workspaceNo}, h.id, ${runNo}, 1, h.seq, 1, h.kind, case h.kind when 'click' then h.link end,
             case h.kind when 'click' then 2 end, ${at}::timestamptz + h.ms * interval '1 ms', 'human', 1, h.early = 1, h.agent
        from unnest(${hits.map((h) => h.id)}::uuid[], ${hits.map((h) => h.seq)}::int[], ${hits.map((h) => h.kind)}::text[],
                    ${hits.map((h) => h.link)}::int[], ${hits.map((h) => h.ms)}::int[], ${hits.map((h) => (h.isPrefetch ? 1 : 0))}::smallint[],
                    ${hits.map((h) => h.agent)}::text[]) as h(id, seq, kind, link, ms, early, agent)`;
    const { id } = await createCampaign(ctx, { name: "Judged" });
    await sql`update campaigns set run_no = ${runNo}, status = 'completed' where workspace_no = ${ctx.workspaceNo}`;
    return { ctx, campaignId: id, runNo, hits };
  }

  /** What today's rules say, worked out from the hits alone. */
  function expected(hits: readonly Hit[]): Map<string, string> {
    const scanned = new Set(
      Array.from({ length: PEOPLE }, (_, seq) =>
        findScannerClicks(
          hits
            .filter((hit) => hit.seq === seq && hit.kind === "click")
            .map((hit) => ({ hitId: hit.id, linkNo: hit.link, linkCount: 2, atMs: hit.ms })),
        ),
      ).flat(),
    );
    return new Map(
      hits.map((hit) => [
        hit.id,
        scanned.has(hit.id)
          ? "machine"
          : classifyHit({
              kind: hit.kind,
              userAgent: hit.agent,
              isPrefetch: hit.isPrefetch,
              secondsSinceAccepted: hit.ms / 1000,
            }),
      ]),
    );
  }

  const stored = async (ctx: Ctx) =>
    new Map(
      (
        await pipelineSql()<{ hit_id: string; verdict: string }[]>`
          select hit_id, verdict from message_hits where workspace_no = ${ctx.workspaceNo}`
      ).map((row) => [row.hit_id, row.verdict]),
    );

  it("gives each the verdict today's rules give it, and the report is the rows before and after", async () => {
    const { ctx, campaignId, hits } = await judgedBefore();
    const stranger = await judgedBefore();
    const people = (verdicts: Map<string, string>, kind: string, verdict: string) =>
      new Set(hits.filter((hit) => hit.kind === kind && verdicts.get(hit.id) === verdict).map((hit) => hit.seq)).size;
    const report = async () => {
      const verdicts = await stored(ctx);
      const { counts } = await getCampaignReport(ctx, { campaignId });
      for (const verdict of ["human", "machine"] as const)
        expect([counts?.opens[verdict], counts?.clicks[verdict]]).toEqual([
          people(verdicts, "open", verdict),
          people(verdicts, "click", verdict),
        ]);
    };
    await report();
    expect(await getHitRules(ctx, {})).toMatchObject({ version: HIT_RULE_VERSION, older: hits.length });
    expect((await rejudgeHits(ctx.workspaceNo, null, 60_000)).isOver).toBe(true);
    expect(await stored(ctx)).toEqual(expected(hits));
    await report();
    expect((await getHitRules(ctx, {})).older).toBe(0);
    expect((await getHitRules(stranger.ctx, {})).older).toBe(stranger.hits.length);
  });

  it("goes on where it was cut off, piece by piece, and does nothing twice", async () => {
    const { ctx, hits } = await judgedBefore();
    // No time at all: one piece, and the place to go on from.
    const first = await rejudgeHits(ctx.workspaceNo, null, 0);
    expect([first.isOver, first.judged]).toEqual([false, hits.length]);
    expect(await rejudgeHits(ctx.workspaceNo, first.cursor, 60_000)).toMatchObject({ isOver: true, judged: 0 });
    // A worker that died forgot its place and starts over.
    expect(await rejudgeHits(ctx.workspaceNo, null, 60_000)).toMatchObject({ isOver: true, judged: 0 });
    expect(await stored(ctx)).toEqual(expected(hits));
  });
});
