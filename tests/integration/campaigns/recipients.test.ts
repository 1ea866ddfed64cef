import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { RECIPIENT_ANSWERS, type RecipientAnswer } from "@/contracts/delivery";
import { createCampaign, getCampaignReport, listCampaignRecipients } from "@/server/campaigns";
import { sendBatches } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, makeRun } from "../../support/sending";

const PEOPLE = 40;

describe("the people behind a number of the report", () => {
  useTestDatabase();

  /** A sent campaign whose people opened and clicked at random, machines among them; some bounced. */
  async function answered(): Promise<{ ctx: Ctx; campaignId: string; runNo: number }> {
    const ctx = await createWorkspace();
    await addPeople(ctx, PEOPLE);
    const { runNo } = await makeRun(ctx);
    await sendBatches({ workspaceNo: ctx.workspaceNo, runNo }, { maxMs: 60_000, maxBatches: 10 });
    const campaign = await createCampaign(ctx, { name: "Answered" });
    const sql = pipelineSql();
    await sql`update campaigns set run_no = ${runNo}, status = 'completed' where workspace_no = ${ctx.workspaceNo}`;
    const hits = Array.from({ length: 90 }, () => ({
      no: randomInt(1, PEOPLE + 1),
      kind: ["open", "click", "unsubscribe"][randomInt(3)] ?? "open",
      verdict: ["human", "machine"][randomInt(2)] ?? "human",
    }));
    await sql`
      insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, at, verdict, rule_version)
      select r.workspace_no, gen_random_uuid(), r.run_no, r.batch_no, r.seq, r.contact_no, h.kind, now(), h.verdict, 1
        from unnest(${hits.map((h) => h.no)}::bigint[], ${hits.map((h) => h.kind)}::text[],
                    ${hits.map((h) => h.verdict)}::text[]) as h(no, kind, verdict)
        join run_recipients r on r.workspace_no = ${ctx.workspaceNo} and r.run_no = ${runNo} and r.contact_no = h.no`;
    await sql`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, source)
      select workspace_no, run_no, batch_no, seq, contact_no, 'bounced', now(), 'provider' from run_recipients
       where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo} and contact_no <= 5`;
    return { ctx, campaignId: campaign.id, runNo };
  }

  async function allPages(ctx: Ctx, campaignId: string, answer: RecipientAnswer): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCampaignRecipients(ctx, { campaignId, answer, limit: 7, cursor });
      ids.push(...page.data.map((row) => row.email ?? ""));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return ids;
  }

  it("are exactly those whose rows are counted, page by page, in each of two workspaces", async () => {
    for (const { ctx, campaignId, runNo } of [await answered(), await answered()]) {
      const rows = await pipelineSql()<
        { email: string; opened: boolean; clicked: boolean; left: boolean; bounced: boolean }[]
      >`
        select c.email, coalesce(bool_or(h.kind = 'open' and h.verdict = 'human'), false) as opened,
               coalesce(bool_or(h.kind = 'click' and h.verdict = 'human'), false) as clicked,
               coalesce(bool_or(h.kind = 'unsubscribe'), false) as left, c.contact_no <= 5 as bounced
          from contacts c left join message_hits h on h.workspace_no = c.workspace_no and h.contact_no = c.contact_no
           and h.run_no = ${runNo}
         where c.workspace_no = ${ctx.workspaceNo} group by c.contact_no, c.email`;
      const expected: Record<RecipientAnswer, string[]> = {
        opened: rows.filter((row) => row.opened).map((row) => row.email),
        clicked: rows.filter((row) => row.clicked).map((row) => row.email),
        not_opened: rows.filter((row) => !row.opened && !row.bounced).map((row) => row.email),
        unsubscribed: rows.filter((row) => row.left).map((row) => row.email),
        not_clicked: rows.filter((row) => !row.clicked && !row.bounced).map((row) => row.email),
      };
      for (const answer of RECIPIENT_ANSWERS)
        expect([answer, (await allPages(ctx, campaignId, answer)).sort()]).toEqual([answer, expected[answer].sort()]);
      const { counts } = await getCampaignReport(ctx, { campaignId });
      expect([counts?.opens.human, counts?.clicks.human]).toEqual([expected.opened.length, expected.clicked.length]);
    }
  });
});
