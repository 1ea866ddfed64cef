import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import {
  createCampaign,
  getCampaignReport,
  launchCampaign,
  listCampaignRecipients,
  pauseCampaign,
  preflightCampaign,
  resumeCampaign,
  scheduleCampaign,
  terminateCampaign,
  unscheduleCampaign,
  updateCampaign,
} from "@/server/campaigns";
import type { Engine } from "@/server/engine";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { createSegment } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";
import { eventually, startTestWorker } from "../../support/worker";

const LETTER: EmailDocument = {
  version: 1,
  mode: "code",
  subject: "Hello {{ contact.first_name | default: 'friend' }}",
  preheader: "Fresh today",
  text: "",
  html: `<html><body><p>Dear {{ contact.first_name | default: 'friend' }}</p><a href="https://example.com/offer">Offer</a>
<p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`,
};

const fresh = (ctx: Ctx): Ctx => ({ ...ctx, now: new Date() });
const everyone = { kind: "group" as const, op: "all" as const, children: [] };

async function draft(ctx: Ctx, name = "Friday bake") {
  const segment = await createSegment(ctx, { name: `All ${randomUUID().slice(0, 6)}`, condition: everyone });
  return createCampaign(ctx, {
    name,
    audience: { include: [segment.id], exclude: [], condition: null },
    content: { document: LETTER },
  });
}

/** Nothing is delivered from now on: the table of captured messages takes no rows until it is released. */
async function holdInbox(ownerUrl: string) {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const lock = await sql.reserve();
  await lock`begin`;
  await lock`lock table local_messages in share mode`;
  return {
    async waiting() {
      const [row] = await pipelineSql()<{ n: number }[]>`
        select count(*)::int as n from pg_locks where relation = 'local_messages'::regclass and not granted`;
      return row?.n ?? 0;
    },
    async release() {
      await lock`commit`;
      lock.release();
      await sql.end();
    },
  };
}

const report = (ctx: Ctx, campaignId: string) => getCampaignReport(fresh(ctx), { campaignId });

describe("a campaign from draft to report", () => {
  const database = useTestDatabase();
  let worker: Engine;
  beforeAll(async () => {
    worker = await startTestWorker();
  });
  afterAll(async () => {
    await worker.stop();
  });

  it("counts an audience straight after a bulk load, without ANALYZE, within its own time limit", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 30_000);
    const campaign = await draft(ctx);
    expect((await preflightCampaign(ctx, { campaignId: campaign.id })).waterfall?.willReceive).toBe(30_000);
  });

  it("reaches everybody who may be written to once, and says of each other one why not", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 2500);
    const sql = pipelineSql();
    await sql`update consent_state set state = 'denied' where workspace_no = ${ctx.workspaceNo} and contact_no <= 100`;
    await sql`delete from consent_state where workspace_no = ${ctx.workspaceNo} and contact_no between 101 and 150`;
    await sql`insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type)
              values (${ctx.workspaceNo}, 'email', 'p200@people.example', 'hard_bounce', now(), 'job')`;
    const campaign = await draft(ctx);
    const { waterfall, findings } = await preflightCampaign(ctx, { campaignId: campaign.id });
    expect(findings.filter((f) => f.level === "must")).toEqual([]);
    expect(waterfall?.willReceive).toBe(2349);

    await launchCampaign(fresh(ctx), { campaignId: campaign.id });
    const { counts } = await eventually(
      () => report(ctx, campaign.id),
      (answer) => answer.campaign.status === "completed",
    );
    expect(counts).toMatchObject({ audience: 2500, accepted: 2349, skipped: 151, pending: 0, failed: 0, unknown: 0 });
    expect(Object.fromEntries(counts?.skips.map((s) => [s.reason, s.people]) ?? [])).toEqual({
      opted_out: 100,
      no_consent: 50,
      suppressed_hard_bounce: 1,
    });
    const [inbox] = await sql<{ messages: number; people: number }[]>`
      select count(*)::int as messages, count(distinct to_address)::int as people from local_messages where workspace_no = ${ctx.workspaceNo}`;
    expect(inbox).toEqual({ messages: 2349, people: 2349 });
    const [first] = await sql<{ subject: string; headers: [string, string][] }[]>`
      select subject, headers from local_messages where workspace_no = ${ctx.workspaceNo} and to_address = 'p300@people.example'`;
    expect(first?.subject).toBe("Hello Person 300");
    const headers = new Map(first?.headers.map(([name, value]) => [name.toLowerCase(), value]));
    expect(headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    expect(headers.get("list-unsubscribe")).toMatch(/<https?:\/\/[^>]+\/api\/t\/u\//);
  });

  it("launches once when fifty people press Send together", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 20);
    const campaign = await draft(ctx);
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, () => launchCampaign(fresh(ctx), { campaignId: campaign.id })),
    );
    expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(1);
    const refusals = answers.flatMap((a) => (a.status === "rejected" ? [a.reason.code] : []));
    expect(new Set(refusals)).toEqual(new Set(["CONFLICT"]));
    await eventually(
      () => report(ctx, campaign.id),
      (answer) => answer.campaign.status === "completed",
    );
    const [row] = await pipelineSql()<{ sent: number; runs: number }[]>`
      select (select count(*)::int from local_messages where workspace_no = ${ctx.workspaceNo}) as sent,
             (select count(*)::int from send_runs where workspace_no = ${ctx.workspaceNo}) as runs`;
    expect(row).toEqual({ sent: 20, runs: 1 });
  });

  it("refuses with every blocker at once and changes nothing", async () => {
    const ctx = await createWorkspace();
    const campaign = await createCampaign(ctx, { name: "Empty" });
    await expect(launchCampaign(fresh(ctx), { campaignId: campaign.id })).rejects.toMatchObject({
      code: "PREFLIGHT_FAILED",
      details: { checks: [{ code: "no_audience" }, { code: "no_content" }] },
    });
    expect((await report(ctx, campaign.id)).campaign.status).toBe("draft");
  });

  it("sends nothing after a stop and records everybody not yet written to as cancelled", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 3000);
    const campaign = await draft(ctx);
    const inbox = await holdInbox(database().ownerUrl);
    await launchCampaign(fresh(ctx), { campaignId: campaign.id });
    await eventually(inbox.waiting, (waiting) => waiting > 0);
    await pauseCampaign(fresh(ctx), { campaignId: campaign.id });
    await terminateCampaign(fresh(ctx), { campaignId: campaign.id });
    await inbox.release();
    const { counts } = await eventually(
      () => report(ctx, campaign.id),
      (answer) => answer.counts?.pending === 0,
    );
    expect(counts?.accepted).toBeLessThan(3000);
    expect((counts?.accepted ?? 0) + (counts?.cancelled ?? 0)).toBe(3000);
    const [delivered] = await pipelineSql()<
      { n: number }[]
    >`select count(*)::int as n from local_messages where workspace_no = ${ctx.workspaceNo}`;
    expect(delivered?.n).toBe(counts?.accepted);
  });

  it("goes on after a pause without writing to anybody twice", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 3000);
    const campaign = await draft(ctx);
    await launchCampaign(fresh(ctx), { campaignId: campaign.id });
    for (let i = 0; i < 4; i += 1) {
      const { campaign: now } = await report(ctx, campaign.id);
      if (now.status === "completed") break;
      await pauseCampaign(fresh(ctx), { campaignId: campaign.id }).catch(() => undefined);
      await resumeCampaign(fresh(ctx), { campaignId: campaign.id }).catch(() => undefined);
    }
    const { counts } = await eventually(
      () => report(ctx, campaign.id),
      (answer) => answer.campaign.status === "completed",
    );
    expect(counts?.accepted).toBe(3000);
    const [twice] = await pipelineSql()<{ n: number }[]>`
      select count(*)::int as n from local_messages where workspace_no = ${ctx.workspaceNo} and deliveries > 1`;
    expect(twice?.n).toBe(0);
  });

  it("waits for its time, and a campaign moved or taken back meanwhile never leaves at the old one", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 10);
    const [goes, stays, moved] = [await draft(ctx, "Goes"), await draft(ctx, "Stays"), await draft(ctx, "Moved")];
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await scheduleCampaign(fresh(ctx), { campaignId: stays.id, at: later });
    await unscheduleCampaign(fresh(ctx), { campaignId: stays.id });
    await scheduleCampaign(fresh(ctx), { campaignId: moved.id, at: later });
    const moveTo = (at: string) =>
      updateCampaign(fresh(ctx), { campaignId: moved.id, schedule: { kind: "at", at, timeZone: "UTC" } });
    await moveTo(new Date(Date.now() + 7_200_000).toISOString());
    await expect(moveTo(new Date(Date.now() - 1).toISOString())).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    await worker.idle();
    // As if the hour had passed: whatever still waits for it wakes now.
    await pipelineSql()`update wf.job set due = now() where due > now() and not running and kind = 'sleep'`;
    const at = new Date(Date.now() + 2500).toISOString();
    await scheduleCampaign(ctx, { campaignId: goes.id, at });
    await eventually(
      () => report(ctx, goes.id),
      (answer) => answer.campaign.status === "completed",
    );
    const left = await report(ctx, goes.id);
    expect(Date.parse(left.campaign.launchedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(at));
    expect((await report(ctx, stays.id)).campaign.status).toBe("draft");
    expect((await report(ctx, moved.id)).campaign.status).toBe("scheduled");
  });

  it("freezes what was launched: a segment edited afterwards changes nobody", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 30);
    const campaign = await draft(ctx);
    await launchCampaign(fresh(ctx), { campaignId: campaign.id });
    await expect(updateCampaign(fresh(ctx), { campaignId: campaign.id, name: "Other" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await eventually(
      () => report(ctx, campaign.id),
      (answer) => answer.campaign.status === "completed",
    );
    const page = await listCampaignRecipients(fresh(ctx), { campaignId: campaign.id, limit: 100 });
    expect(page.data).toHaveLength(30);
    expect(JSON.stringify(page.data)).not.toMatch(/"[a-zA-Z]*No"/);
  });
});
