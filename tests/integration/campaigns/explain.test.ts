import { describe, expect, it } from "vitest";
import { SKIP_CODES, type SkipReason, skipReasonOf } from "@/contracts/delivery";
import type { Explanation } from "@/contracts/explain";
import { publicId } from "@/contracts/ids";
import { createCampaign, explainCampaign, listCampaignRecipients, updateCampaign } from "@/server/campaigns";
import { driveRun, sendBatches, stopRun } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, addProvider, LETTER, makeRun } from "../../support/sending";
import { startSmtpSink } from "../../support/smtp-sink";

const limits = { maxMs: 60_000, maxBatches: 10 };
const PEOPLE = 60;
const everyone = { kind: "group" as const, op: "all" as const, children: [] };
type Ref = { workspaceNo: number; runNo: number };

/** People whom each rule keeps from a message, by number; everybody else may be written to. */
async function spoil(ctx: Ctx, topicNo: number | null): Promise<void> {
  const sql = pipelineSql();
  const w = ctx.workspaceNo;
  await sql`update contacts set email = null, email_key = null where workspace_no = ${w} and contact_no = 1`;
  await sql`update contacts set email = 'not an address', email_key = null where workspace_no = ${w} and contact_no = 2`;
  await sql`update consent_state set state = 'denied' where workspace_no = ${w} and contact_no = 3`;
  await sql`update consent_state set state = 'pending' where workspace_no = ${w} and contact_no = 4`;
  await sql`delete from consent_state where workspace_no = ${w} and contact_no = 5`;
  for (const [n, reason] of Object.entries({ 6: "hard_bounce", 7: "complaint", 8: "manual", 9: "unsubscribed" }))
    await sql`insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type)
              values (${w}, 'email', ${`p${n}@people.example`}, ${reason}, now(), 'job')`;
  await sql`update contacts set is_demo = true where workspace_no = ${w} and contact_no = 10`;
  await sql`insert into contact_preferences (workspace_no, contact_no, paused_until, updated_at)
            values (${w}, 11, now() + interval '9 days', now())`;
  if (topicNo === null) return;
  for (const [n, state] of Object.entries({ 12: "denied", 13: "pending" }))
    await sql`insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
              values (${w}, ${Number(n)}, 'email', ${topicNo}, ${state}, 'member', now())`;
}

async function addTopic(ctx: Ctx): Promise<number> {
  const { createTopic } = await import("@/server/consent");
  await createTopic(ctx, { name: "News", visibility: "public", defaultIn: true, doubleOptIn: false });
  const [row] = await pipelineSql()<{ topic_no: number }[]>`
    select max(topic_no) as topic_no from topics where workspace_no = ${ctx.workspaceNo}`;
  return Number(row?.topic_no);
}

async function campaignOf(ctx: Ctx, ref: Ref): Promise<string> {
  const campaign = await createCampaign(ctx, {
    name: "Friday bake",
    audience: { include: [], exclude: [], condition: everyone },
  });
  await pipelineSql()`
    update campaigns set run_no = ${ref.runNo}, status = 'completed' where workspace_no = ${ctx.workspaceNo}
       and campaign_no = (select max(campaign_no) from campaigns where workspace_no = ${ctx.workspaceNo})`;
  return campaign.id;
}

async function contactIds(ctx: Ctx): Promise<Map<number, string>> {
  const rows = await pipelineSql()<{ contact_no: string; id: string }[]>`
    select contact_no, id from contacts where workspace_no = ${ctx.workspaceNo}`;
  return new Map(rows.map((row) => [Number(row.contact_no), publicId("contact", row.id)]));
}

type Raw = {
  contact_no: string;
  batch_no: number;
  seq: number;
  skip: number | null;
  status: number | null;
  events: string[];
};

/** The outcome worked out from the raw rows, not by the query under test. */
function outcomeOf(row: Raw, isLocal: boolean): string {
  if (row.batch_no === 0 || row.status === 2) return "skipped";
  if (row.status === 5) return "cancelled";
  if (row.events.includes("complained")) return "complained";
  if (row.events.includes("bounced")) return "bounced";
  if (row.events.includes("delivered") || (isLocal && row.status === 1)) return "delivered";
  const resolved = row.events.find((kind) => kind.startsWith("resolved"));
  if (row.status === 3 || (row.status === 4 && resolved === "resolved_failed")) return "failed";
  if (row.status === 1 || (row.status === 4 && resolved === "resolved_accepted")) return "accepted";
  return row.status === 4 ? "unknown" : "pending";
}

const FAILS: Record<string, boolean> = { skipped: true, cancelled: true, bounced: true, failed: true, unknown: true };

/** Every contact of the workspace against the raw ledger; returns the explanations by contact number. */
async function agreesWithLedger(ctx: Ctx, ref: Ref, campaignId: string, isLocal: boolean) {
  const rows = await pipelineSql()<Raw[]>`
    select r.contact_no, r.batch_no, r.seq, coalesce(r.skip, d.skip) as skip, d.status,
           coalesce((select array_agg(e.kind order by e.event_no) from delivery_events e
              where e.workspace_no = r.workspace_no and e.run_no = r.run_no and e.batch_no = r.batch_no and e.seq = r.seq), '{}') as events
      from run_recipients r
      left join deliveries d on d.workspace_no = r.workspace_no and d.run_no = r.run_no and d.batch_no = r.batch_no and d.seq = r.seq
     where r.workspace_no = ${ref.workspaceNo} and r.run_no = ${ref.runNo}`;
  const ledger = new Map(rows.map((row) => [Number(row.contact_no), row]));
  const answers = new Map<number, Explanation>();
  for (const [no, contactId] of await contactIds(ctx)) {
    const answer = await explainCampaign(ctx, { campaignId, contactId });
    const row = ledger.get(no);
    const expected = row
      ? [outcomeOf(row, isLocal), row.skip === null ? null : skipReasonOf(row.skip)]
      : ["not_meant", null];
    expect([no, answer.outcome, answer.reason]).toEqual([no, ...expected]);
    const failed = answer.gates.filter((gate) => gate.verdict === "failed" || gate.verdict === "unclear");
    expect([no, failed.map((gate) => gate.id)]).toEqual([
      no,
      FAILS[answer.outcome] || answer.outcome === "not_meant" ? [answer.failing] : [],
    ]);
    answers.set(no, answer);
  }
  return answers;
}

describe("why somebody got a campaign or did not", () => {
  useTestDatabase();

  it("equals the ledger for every contact, whatever reason kept it from them, before and after their turn", async () => {
    const ctx = await createWorkspace();
    const topicNo = await addTopic(ctx);
    await addPeople(ctx, PEOPLE);
    await spoil(ctx, topicNo);
    const sink = await startSmtpSink();
    const server = { kind: "smtp", host: "127.0.0.1", port: sink.port, security: "none", user: sink.user };
    const { providerNo } = await addProvider(ctx, { ...server, maxConnections: 4 }, sink.password);
    const ref = await makeRun(ctx, {
      providerNo,
      isHeld: true,
      refuseDemo: true,
      content: { ...LETTER, topicNo, missingValues: "skip" as const },
    });
    const campaignId = await campaignOf(ctx, ref);
    const waiting = await agreesWithLedger(ctx, ref, campaignId, false);
    expect(waiting.get(40)).toMatchObject({ outcome: "pending", basis: "ledger", failing: null });

    // Between the audience and their turn: a no, a suppression, a limit that is reached and a missing value.
    const sql = pipelineSql();
    const w = ctx.workspaceNo;
    await sql`update consent_state set state = 'denied' where workspace_no = ${w} and contact_no = 20 and topic_no = 0`;
    await sql`insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type)
              values (${w}, 'email', 'p21@people.example', 'complaint', now(), 'job')`;
    await sql`insert into contact_preferences (workspace_no, contact_no, cap_count, cap_period, updated_at)
              values (${w}, 22, 1, 'week', now())`;
    await sql`update contacts set first_name = null where workspace_no = ${w} and contact_no = 23`;
    const earlier = await makeRun(ctx);
    await sql`delete from run_recipients where workspace_no = ${w} and run_no = ${earlier.runNo} and contact_no <> 22`;
    await sendBatches(earlier, limits);
    const { releaseRun } = await import("@/server/delivery");
    await releaseRun(ctx, { runNo: ref.runNo });
    await sendBatches(ref, limits);
    await driveRun(ref);
    await sql`insert into delivery_events (workspace_no, run_no, batch_no, seq, contact_no, kind, at, source)
              select workspace_no, run_no, batch_no, seq, contact_no,
                     case contact_no when 30 then 'bounced' when 31 then 'complained' else 'delivered' end, now(), 'provider'
                from run_recipients where workspace_no = ${w} and run_no = ${ref.runNo} and contact_no in (30, 31, 32)`;
    await addPeople(ctx, 3, PEOPLE + 1);

    const answers = await agreesWithLedger(ctx, ref, campaignId, false);
    const reasons = new Set([...answers.values()].flatMap((answer) => (answer.reason ? [answer.reason] : [])));
    const expected: SkipReason[] = [
      ...(["no_address", "invalid_address", "opted_out", "consent_pending", "no_consent", "paused"] as const),
      ...(["suppressed_hard_bounce", "suppressed_complaint", "suppressed_manual", "suppressed_unsubscribed"] as const),
      ...(["demo_contact", "topic_denied", "topic_pending", "capped", "missing_variable"] as const),
    ];
    expect([...reasons].sort()).toEqual([...expected].sort());
    const at = (no: number) => answers.get(no);
    expect([at(3)?.failing, at(12)?.failing, at(20)?.failing, at(22)?.failing, at(23)?.failing]).toEqual([
      ...["opt_out", "topic", "opt_out", "limit", "content"],
    ]);
    expect([at(30)?.failing, at(31)?.failing, at(PEOPLE + 1)?.failing]).toEqual(["news", null, "audience"]);
    expect(at(22)?.gates.find((gate) => gate.id === "limit")?.facts[0]?.text).toBe(
      "At most 1 marketing e-mails per week",
    );
    // What the list of people says of each is the same.
    const { data } = await listCampaignRecipients(ctx, { campaignId, limit: 100 });
    const listed = new Map(data.map((row) => [row.contactId, [row.state, row.reason]]));
    for (const answer of answers.values())
      if (answer.outcome !== "not_meant")
        expect(listed.get(answer.contact.id)).toEqual([answer.outcome, answer.reason]);
    await sink.stop();
  });

  it("says of people whose turn never came that the campaign was stopped", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 3);
    const ref = await makeRun(ctx, { isHeld: true });
    const campaignId = await campaignOf(ctx, ref);
    await stopRun(ctx, { runNo: ref.runNo });
    await driveRun(ref);
    const answers = await agreesWithLedger(ctx, ref, campaignId, true);
    expect([...answers.values()].map((answer) => [answer.outcome, answer.failing])).toEqual(
      Array.from({ length: 3 }, () => ["cancelled", "turn"]),
    );
    expect(SKIP_CODES.campaign_stopped).toBe(SKIP_CODES[answers.get(1)?.reason ?? "erased"]);
  });

  it("asks the rules of the launch for a draft, and the sending then decides the same", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 30);
    await spoil(ctx, null);
    const draft = await createCampaign(ctx, {
      name: "Draft",
      audience: { include: [], exclude: [], condition: everyone },
    });
    const forecast = new Map<number, Explanation>();
    for (const [no, contactId] of await contactIds(ctx))
      forecast.set(no, await explainCampaign(ctx, { campaignId: draft.id, contactId }));
    const ref = await makeRun(ctx);
    await sendBatches(ref, limits);
    const campaignId = await campaignOf(ctx, ref);
    for (const [no, contactId] of await contactIds(ctx)) {
      const happened = await explainCampaign(ctx, { campaignId, contactId });
      const said = forecast.get(no);
      expect([no, said?.basis, said?.reason, said?.failing]).toEqual([
        no,
        "forecast",
        happened.reason,
        happened.failing,
      ]);
      expect([no, said?.outcome === "would_send"]).toEqual([no, happened.outcome === "delivered"]);
    }
    await updateCampaign(ctx, { campaignId: draft.id, audience: { include: [], exclude: [], condition: null } });
    const [contactId] = (await contactIds(ctx)).values();
    const nobody = await explainCampaign(ctx, { campaignId: draft.id, contactId: contactId ?? "" });
    expect([nobody.outcome, nobody.failing]).toEqual(["not_meant", "audience"]);
  });

  it("hides addresses, and answers nobody from another workspace", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    await addPeople(ctx, 2);
    await addPeople(other, 2);
    const ref = await makeRun(ctx);
    await makeRun(other);
    const campaignId = await campaignOf(ctx, ref);
    const [mine] = (await contactIds(ctx)).values();
    const [theirs] = (await contactIds(other)).values();
    const masked = await explainCampaign(as(ctx, "viewer"), { campaignId, contactId: mine ?? "" });
    expect(JSON.stringify(masked)).not.toContain("p1@people.example");
    await expect(explainCampaign(ctx, { campaignId, contactId: theirs ?? "" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(explainCampaign(other, { campaignId, contactId: theirs ?? "" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
