import { describe, expect, it } from "vitest";
import { RECIPIENT_STATES, type RecipientFilter } from "@/contracts/delivery";
import {
  countRetryableMessages,
  createCampaign,
  getCampaignReport,
  keepOutcome,
  listCampaignRecipients,
  retryFailedMessages,
  writeToSilent,
} from "@/server/campaigns";
import { sendBatches } from "@/server/delivery";
import { createRecipientExport, openExportFile, runExport, takeExport } from "@/server/people";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { countCondition, listMembers } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, makeRun } from "../../support/sending";

const PEOPLE = 24;

type Sent = { ctx: Ctx; campaignId: string; runNo: number };

describe("the people of an outcome", () => {
  useTestDatabase();

  /** Three people of each kind of end; every fifth clicked. Person n is of kind n % 8. */
  async function sent(): Promise<Sent> {
    const ctx = await createWorkspace();
    await addPeople(ctx, PEOPLE);
    const { runNo } = await makeRun(ctx);
    await sendBatches({ workspaceNo: ctx.workspaceNo, runNo }, { maxMs: 60_000, maxBatches: 10 });
    const sql = pipelineSql();
    const mine = sql`workspace_no = ${ctx.workspaceNo} and run_no = ${runNo}`;
    await sql`
      update deliveries set skip = case contact_no % 8 when 1 then 3 end, detail = '=cmd for p' || contact_no || '@people.example',
             status = case contact_no % 8 when 1 then 2 when 2 then 3 when 3 then 4 when 4 then 4 when 5 then 3 when 6 then 3 else 1 end
       where ${mine}`;
    const tell = (kind: string, of: number) => sql`
      insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, source)
      select workspace_no, run_no, batch_no, seq, contact_no, ${kind}, now(), 'provider' from run_recipients
       where ${mine} and contact_no % 8 = ${of}`;
    await tell("resolved_failed", 4);
    await tell("delivered", 6);
    await tell("bounced", 7);
    await sql`insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type)
      select workspace_no, 'email', email_key, 'hard_bounce', now(), 'provider' from contacts
       where workspace_no = ${ctx.workspaceNo} and contact_no % 8 = 5`;
    await sql`
      insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, at, verdict, rule_version)
      select workspace_no, gen_random_uuid(), run_no, batch_no, seq, contact_no, 'click', now(), 'human', 1
        from run_recipients where ${mine} and contact_no % 8 in (0, 7) and contact_no <= 8`;
    const campaign = await createCampaign(ctx, { name: "Outcome" });
    await sql`update campaigns set run_no = ${runNo}, status = 'completed', launched_at = now(), finished_at = now()
               where workspace_no = ${ctx.workspaceNo}`;
    await sql`update send_runs set source_no = (select campaign_no from campaigns where workspace_no = ${ctx.workspaceNo}) where ${mine}`;
    return { ctx, campaignId: campaign.id, runNo };
  }

  async function emails({ ctx, campaignId }: Sent, filter: RecipientFilter): Promise<(string | null)[]> {
    const { data } = await listCampaignRecipients(ctx, { campaignId, limit: 100, ...filter });
    return data.map((row) => row.email).sort();
  }

  it("are found by state, and the states share everybody out among them", async () => {
    const it = await sent();
    const all: (string | null)[] = [];
    for (const state of RECIPIENT_STATES) {
      const { data } = await listCampaignRecipients(it.ctx, { campaignId: it.campaignId, limit: 100, state });
      expect(data.every((row) => row.state === state)).toBe(true);
      all.push(...data.map((row) => row.email));
    }
    expect(all.sort()).toEqual(await emails(it, {}));
    expect(await emails(it, { state: "failed" })).toHaveLength(9);
  });

  it("are found by name and address, by the address only for those who may see it", async () => {
    const it = await sent();
    expect(await emails(it, { q: "p17@" })).toEqual(["p17@people.example"]);
    expect(await emails(it, { q: "person 1" })).toHaveLength(11);
    expect(await emails(it, { q: "person 1", state: "bounced" })).toEqual(["p15@people.example"]);
    expect(await emails({ ...it, ctx: as(it.ctx, "viewer") }, { q: "p17@" })).toEqual([]);
  });

  it("become a list of exactly those people, or a rule that means the same", async () => {
    const it = await sent();
    for (const filter of [
      { answer: "clicked" },
      { state: "bounced" },
      { answer: "not_clicked", q: "person 2" },
    ] as const) {
      const { id, people } = await keepOutcome(it.ctx, { campaignId: it.campaignId, name: "Kept", filter });
      const members = await listMembers(it.ctx, { segmentId: id, limit: 100 });
      expect([filter, members.data.map((one) => one.email).sort(), people]).toEqual([
        filter,
        await emails(it, filter),
        members.data.length,
      ]);
    }
    const clicked = (await emails(it, { answer: "clicked" })).length;
    await keepOutcome(it.ctx, { campaignId: it.campaignId, name: "Rule", as: "rule", filter: { answer: "clicked" } });
    const [row] = await pipelineSql()<{ condition: Parameters<typeof countCondition>[1]["condition"] }[]>`
      select condition from segments where workspace_no = ${it.ctx.workspaceNo} and name = 'Rule'`;
    expect((await countCondition(it.ctx, { condition: row?.condition as never })).count).toBe(clicked);
    await expect(
      keepOutcome(it.ctx, { campaignId: it.campaignId, name: "No", as: "rule", filter: { state: "failed" } }),
    ).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
  });

  it("that failed are tried again once each, without dead addresses, without unknown ones, whoever presses", async () => {
    const it = await sent();
    // Refused (2) and found not to have arrived (4); not the dead (5), the late arrivals (6) nor the unknown (3).
    expect(await countRetryableMessages(it.ctx, { campaignId: it.campaignId })).toEqual({ people: 6 });
    const presses = await Promise.allSettled(
      Array.from({ length: 5 }, () => retryFailedMessages(it.ctx, { campaignId: it.campaignId })),
    );
    expect(presses.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const rows = await pipelineSql()<{ contact_no: string }[]>`
      select r.contact_no from run_recipients r join send_runs s using (workspace_no, run_no)
       where s.workspace_no = ${it.ctx.workspaceNo} and s.again_of = ${it.runNo} order by 1`;
    expect(rows.map((row) => Number(row.contact_no) % 8)).toEqual([2, 4, 2, 4, 2, 4]);
    expect(await countRetryableMessages(it.ctx, { campaignId: it.campaignId })).toEqual({ people: 0 });
    const { counts } = await getCampaignReport(it.ctx, { campaignId: it.campaignId });
    expect(counts?.failed).toBe((await emails(it, { state: "failed" })).length + 3);
  });

  it("that stayed silent get a draft of their own, never a second message of the same run", async () => {
    const it = await sent();
    const draft = await writeToSilent(it.ctx, { campaignId: it.campaignId });
    expect(draft).toMatchObject({ status: "draft", hasRun: false, audience: { include: [], exclude: [] } });
    const condition = draft.audience.condition;
    // Rules go by the provider's own word, so those it refused and who got it all the same (6) are not written to.
    const silent = (await emails(it, { answer: "not_clicked" })).filter(
      (email) => Number.parseInt(email?.slice(1) ?? "", 10) % 8 !== 6,
    );
    expect(silent.length).toBeGreaterThan(0);
    expect((await countCondition(it.ctx, { condition: condition as never })).count).toBe(silent.length);
    await pipelineSql()`update campaigns set finished_at = null where workspace_no = ${it.ctx.workspaceNo}`;
    await expect(writeToSilent(it.ctx, { campaignId: it.campaignId })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("leave as a file of one line each that no spreadsheet runs, masked for those who may not see addresses", async () => {
    const it = await sent();
    const fileOf = async (ctx: Ctx, filter: RecipientFilter): Promise<string[]> => {
      const asked = await createRecipientExport(ctx, { campaignId: it.campaignId, filter });
      const [row] = await pipelineSql()<{ no: number }[]>`
        select max(export_no)::int as no from exports where workspace_no = ${ctx.workspaceNo}`;
      expect(await runExport(jobCtx(ctx, "test"), row?.no ?? 0)).toBe("done");
      const { storageKey } = await takeExport(it.ctx, { id: asked.id });
      const text = await new Response((await openExportFile(storageKey)).stream).text();
      return text.trim().split("\r\n");
    };
    const [head, ...lines] = await fileOf(it.ctx, {});
    expect(head).toBe("contact_id,email,first_name,last_name,state,reason,detail,at,message_id");
    expect(lines.map((line) => line.split(",")[1]).sort()).toEqual(await emails(it, {}));
    expect(lines.every((line) => line.split(",")[6]?.startsWith("'=cmd"))).toBe(true);
    const failed = await fileOf(it.ctx, { state: "failed" });
    expect(failed.slice(1).map((line) => line.split(",")[4])).toEqual(Array.from({ length: 9 }, () => "failed"));
    const blind = { ...it.ctx, actor: { ...it.ctx.actor, permissions: ["contact:export", "campaign:read"] } } as Ctx;
    const masked = (await fileOf(blind, {})).join("\n");
    expect(masked).toContain("••••@people.example");
    expect(masked).not.toMatch(/p\d+@people/);
  });
});
