import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { RATES } from "@/contracts/reports";
import {
  campaignNumbers,
  compareCampaign,
  createCampaign,
  getCampaignLinks,
  getCampaignReport,
  getCampaignTimeline,
} from "@/server/campaigns";
import { runPace, sendBatches } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, addProvider, makeRun } from "../../support/sending";

const PEOPLE = 30;
const START = new Date("2026-03-02T09:00:30Z");

type Sent = { campaignId: string; runNo: number };

describe("the numbers of a report", () => {
  useTestDatabase();

  /** A sent campaign with every kind of verdict and news, and answers spread over ten days. */
  async function sent(ctx: Ctx, { isLocal = true, daysAgo = 0, isOpen = false } = {}): Promise<Sent> {
    const sql = pipelineSql();
    const { providerNo } = isLocal ? { providerNo: 1 } : await addProvider(ctx, { kind: "smtp", host: "127.0.0.1" });
    const ref = await makeRun(ctx);
    await sendBatches(ref, { maxMs: 60_000, maxBatches: 10 });
    const { runNo } = ref;
    const at = new Date(START.getTime() - daysAgo * 86_400_000);
    const mine = sql`workspace_no = ${ctx.workspaceNo} and run_no = ${runNo}`;
    await sql`update send_runs set provider_no = ${providerNo}, first_accepted_at = ${at} where ${mine}`;
    await sql`update deliveries set at = ${at}::timestamptz + seq * interval '4 minutes' where ${mine}`;
    await sql`update deliveries set status = case seq % 10 when 0 then 3 when 1 then 4 when 2 then 2 else 1 end,
                     skip = case seq % 10 when 2 then 3 end where ${mine}`;
    if (isOpen) await sql`update send_batches set state = 0, accepted = 0 where ${mine}`;
    else
      await sql`update send_batches b set accepted = (select count(*) from deliveries d where d.workspace_no = b.workspace_no
                   and d.run_no = b.run_no and d.batch_no = b.batch_no and d.status = 1) where ${mine}`;
    const news = ["delivered", "bounced", "complained", "resolved_accepted", "resolved_failed"];
    const told = Array.from({ length: 40 }, () => ({
      no: randomInt(PEOPLE),
      kind: news[randomInt(news.length)] ?? "",
    }));
    await sql`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, source)
      select r.workspace_no, r.run_no, r.batch_no, r.seq, r.contact_no, n.kind, now(), 'provider'
        from unnest(${told.map((n) => n.no)}::int[], ${told.map((n) => n.kind)}::text[]) as n(no, kind)
        join run_recipients r on r.workspace_no = ${ctx.workspaceNo} and r.run_no = ${runNo} and r.seq = n.no`;
    const hits = Array.from({ length: 120 }, () => ({
      no: randomInt(PEOPLE),
      kind: ["open", "click", "unsubscribe"][randomInt(3)] ?? "open",
      verdict: ["human", "machine"][randomInt(2)] ?? "human",
      minutes: randomInt(-3, 10 * 24 * 60),
      link: randomInt(1, 3),
    }));
    await sql`
      insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, at, verdict, rule_version, link_no, link_count, url)
      select r.workspace_no, gen_random_uuid(), r.run_no, r.batch_no, r.seq, r.contact_no, h.kind,
             ${at}::timestamptz + h.minutes * interval '1 minute',
             case when h.kind = 'unsubscribe' then 'human' else h.verdict end, 1,
             case when h.kind = 'click' then h.link end, 2,
             case when h.kind = 'click' then case h.link when 1 then 'https://example.com/offer?for=' || r.seq else 'https://example.com/shop' end end
        from unnest(${hits.map((h) => h.no)}::int[], ${hits.map((h) => h.kind)}::text[], ${hits.map((h) => h.verdict)}::text[],
                    ${hits.map((h) => h.minutes)}::int[], ${hits.map((h) => h.link)}::int[]) as h(no, kind, verdict, minutes, link)
        join run_recipients r on r.workspace_no = ${ctx.workspaceNo} and r.run_no = ${runNo} and r.seq = h.no`;
    const { id } = await createCampaign(ctx, { name: "Told" });
    await sql`update campaigns set run_no = ${runNo}, status = ${isOpen ? "active" : "completed"}, launched_at = ${at},
                     finished_at = ${new Date(at.getTime() + 3_600_000)}
               where workspace_no = ${ctx.workspaceNo} and id = (select id from campaigns where workspace_no = ${ctx.workspaceNo}
                 order by campaign_no desc limit 1)`;
    return { campaignId: id, runNo };
  }

  async function company(): Promise<Ctx> {
    const ctx = await createWorkspace();
    await addPeople(ctx, PEOPLE);
    return ctx;
  }

  it("are the same in the list, in the course and in the report, for local and real providers, open and ended", async () => {
    for (const ctx of [await company(), await company()])
      for (const kind of [{}, { isLocal: false }, { isOpen: true }, { isLocal: false, isOpen: true }]) {
        const { campaignId } = await sent(ctx, kind);
        const { counts } = await getCampaignReport(ctx, { campaignId });
        const numbers = await campaignNumbers(ctx, { campaignIds: [campaignId] });
        expect(Object.values(numbers)).toEqual([
          {
            sent: counts?.accepted,
            delivered: counts?.delivered,
            opens: counts?.opens.human,
            clicks: counts?.clicks.human,
            unsubscribes: counts?.unsubscribes,
            bounced: counts?.bounced,
          },
        ]);
        for (const step of ["minute", "hour"] as const) {
          const course = await getCampaignTimeline(ctx, { campaignId, step });
          const total = (of: "sent" | "opens" | "clicks") =>
            course.points.reduce((sum, point) => sum + point[of], course.later[of]);
          expect([step, total("sent"), total("opens"), total("clicks")]).toEqual([
            step,
            counts?.accepted,
            counts?.opens.human,
            counts?.clicks.human,
          ]);
          expect(course.points.length).toBe(step === "minute" ? 60 : 168);
        }
      }
  });

  it("of the links are those of the rows, and stand on the e-mail where the links stand", async () => {
    const ctx = await company();
    const { campaignId, runNo } = await sent(ctx);
    const map = await getCampaignLinks(ctx, { campaignId });
    const rows = await pipelineSql()<{ link_no: number; people: number; clicks: number; machines: number }[]>`
      select link_no, count(distinct seq) filter (where verdict = 'human')::int as people,
             count(*) filter (where verdict = 'human')::int as clicks, count(*) filter (where verdict = 'machine')::int as machines
        from message_hits where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo} and kind = 'click'
       group by link_no order by link_no`;
    expect(map.links.toSorted((a, b) => a.linkNo - b.linkNo)).toEqual(
      rows.map((row) => ({
        linkNo: row.link_no,
        // Each person's own query is left out; an address everybody got is shown as it is.
        address: row.link_no === 1 ? "https://example.com/offer" : "https://example.com/shop",
        people: row.people,
        clicks: row.clicks,
        machineClicks: row.machines,
      })),
    );
    expect(map.spots.map((spot) => spot.people)).toEqual(rows.map((row) => row.people));
    expect(map.html).not.toContain('href="http');
  });

  it("stand beside the median of campaigns that had ended before, and of no other workspace", async () => {
    const ctx = await company();
    const stranger = await company();
    await sent(stranger, { daysAgo: 5 });
    const earlier = [await sent(ctx, { daysAgo: 3 }), await sent(ctx, { daysAgo: 2 }), await sent(ctx, { daysAgo: 1 })];
    const own = await sent(ctx);
    await sent(ctx, { daysAgo: -1 });
    const comparison = await compareCampaign(ctx, { campaignId: own.campaignId });
    const numbers = await campaignNumbers(ctx, { campaignIds: earlier.map((one) => one.campaignId) });
    expect(comparison.campaigns).toBe(3);
    for (const name of RATES) {
      const rates = Object.values(numbers)
        .map((one) => one[name] / (name === "bounced" ? one.sent : one.delivered))
        .sort((a, b) => a - b);
      expect([name, comparison.rates[name].median]).toEqual([name, rates[1]]);
    }
    expect((await compareCampaign(stranger, { campaignId: (await sent(stranger)).campaignId })).campaigns).toBe(1);
  });

  it("say how fast it goes from the verdicts of the last seconds", async () => {
    const ctx = await company();
    const { runNo } = await sent(ctx, { isOpen: true });
    expect(await runPace(ctx, { runNo, pending: 50 })).toBeNull();
    await pipelineSql()`update deliveries set at = now() - interval '5 s' where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo}`;
    const pace = await runPace(ctx, { runNo, pending: 50 });
    expect(pace?.perSecond).toBeGreaterThan(PEOPLE / 10);
    expect(pace?.secondsLeft).toBeCloseTo(50 / (pace?.perSecond ?? 0), 3);
    expect(await runPace(ctx, { runNo, pending: 0 })).toBeNull();
  });
});
