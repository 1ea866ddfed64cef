import { describe, expect, it } from "vitest";
import { getCampaignReport, listCampaigns } from "@/server/campaigns";
import {
  DEMO_CAMPAIGNS,
  finishDemo,
  loadDemoAssets,
  loadDemoCampaign,
  loadDemoPeople,
  prepareDemo,
  removeDemo,
} from "@/server/demo";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { listSegments } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

const PEOPLE = 600;

async function load(ctx: Ctx): Promise<void> {
  const first = await prepareDemo(ctx, PEOPLE);
  await loadDemoPeople(ctx, first, 0, PEOPLE);
  await loadDemoAssets(ctx);
  for (const index of DEMO_CAMPAIGNS.keys()) await loadDemoCampaign(ctx, index, first, PEOPLE);
  await finishDemo(ctx);
}

const rowsOf = async (ctx: Ctx, tables: string[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await pipelineSql()<
      { n: number }[]
    >`select count(*)::int as n from ${pipelineSql()(table)} where workspace_no = ${ctx.workspaceNo}`;
    counts[table] = row?.n ?? -1;
  }
  return counts;
};

describe("the demo company", () => {
  useTestDatabase();

  it("has reports in which every number is a count of rows and the sums meet", async () => {
    const ctx = await createWorkspace();
    await load(ctx);
    const page = await listCampaigns(ctx, {});
    const sent = page.data.filter((c) => c.status === "completed");
    expect(sent).toHaveLength(DEMO_CAMPAIGNS.length);
    for (const campaign of sent) {
      const { counts } = await getCampaignReport(ctx, { campaignId: campaign.id });
      if (!counts) throw new Error("a sent campaign has no counts");
      expect(counts.pending).toBe(0);
      expect(counts.audience).toBe(counts.accepted + counts.skipped);
      expect(counts.skips.reduce((sum, skip) => sum + skip.people, 0)).toBe(counts.skipped);
      expect(counts.delivered + counts.bounced).toBe(counts.accepted);
      expect(counts.opens.human).toBeGreaterThan(counts.clicks.human);
      expect(counts.clicks.human).toBeGreaterThan(0);
    }
    const segments = await listSegments(ctx, {});
    expect(segments.data.map((s) => s.memberCount ?? 0).every((n) => n > 0)).toBe(true);
  });

  it("is the same after loading it twice", async () => {
    const ctx = await createWorkspace();
    const tables = [
      "segments",
      "templates",
      "snippets",
      "campaigns",
      "send_runs",
      "contact_fields",
      "tags",
      "contact_tags",
    ];
    await load(ctx);
    const once = await rowsOf(ctx, tables);
    await loadDemoAssets(ctx);
    for (const index of DEMO_CAMPAIGNS.keys()) await loadDemoCampaign(ctx, index, 1, PEOPLE);
    await finishDemo(ctx);
    expect(await rowsOf(ctx, tables)).toEqual(once);
  });

  it("leaves with one action, and takes nothing of the workspace's own or of another workspace with it", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    await load(other);
    const sql = pipelineSql();
    await sql`insert into contacts (workspace_no, contact_no, id, email, email_key) values (${ctx.workspaceNo}, 900000, gen_random_uuid(), 'own@mine.example', 'own@mine.example')`;
    await load(ctx);
    await removeDemo(ctx);
    const tables = [
      "contacts",
      "consent_state",
      "suppressions",
      "segments",
      "segment_members",
      "templates",
      "template_versions",
      "snippets",
      "snippet_versions",
      "campaigns",
      "send_runs",
      "run_recipients",
      "send_batches",
      "deliveries",
      "delivery_events",
      "message_hits",
      "tags",
      "contact_tags",
    ];
    const left = await rowsOf(ctx, tables);
    expect(left).toEqual({ ...Object.fromEntries(tables.map((t) => [t, 0])), contacts: 1 });
    expect((await rowsOf(other, ["contacts"])).contacts).toBe(PEOPLE);
  });
});
