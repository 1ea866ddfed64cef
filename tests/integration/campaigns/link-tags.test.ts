import { describe, expect, it } from "vitest";
import type { CampaignUtm } from "@/contracts/utm";
import { createCampaign, preflightCampaign, prepareRun } from "@/server/campaigns";
import { getSendingPolicy, setSendingPolicy } from "@/server/consent";
import { readClickToken, sendBatches, viewMessage, viewToken } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, LETTER } from "../../support/sending";

const tags = { source: "house", medium: "email", campaign: "{{campaign}}", content: "{{link}}", term: "" };

describe("link tags", () => {
  useTestDatabase();

  /** The addresses the links of one sent message lead to. */
  async function linksOf(ctx: Ctx, utm: CampaignUtm | null): Promise<{ sent: string[]; seen: string }> {
    const sql = pipelineSql();
    const campaign = await createCampaign(ctx, {
      name: "Spring drop",
      audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
      content: { document: LETTER.document, utm },
    });
    const [row] = await sql<{ campaign_no: number }[]>`
      update campaigns set status = 'preparing', launched_at = now(), frozen_audience = jsonb_build_object(
               'include', jsonb_build_array(audience -> 'condition'), 'exclude', '[]'::jsonb)
       where workspace_no = ${ctx.workspaceNo} and status = 'draft' returning campaign_no`;
    const { runNo } = await prepareRun(ctx, row?.campaign_no ?? 0);
    if (runNo === null) throw new Error(`${campaign.id} got no run`);
    // What a run was launched with stays, whatever the policy says afterwards.
    await setSendingPolicy(ctx, { cap: null, quietHours: null, utm: null });
    await sendBatches({ workspaceNo: ctx.workspaceNo, runNo }, { maxMs: 60_000, maxBatches: 10 });
    const [mail] = await sql<{ html: string }[]>`
      select html from local_messages where workspace_no = ${ctx.workspaceNo} limit 1`;
    const sent = [...(mail?.html ?? "").matchAll(/\/api\/t\/c\/([^"]+)"/g)].map(
      (match) => readClickToken(match[1] ?? "")?.url ?? "",
    );
    const ref = { workspaceNo: ctx.workspaceNo, runNo, batchNo: 1, seq: 0 };
    const seen = (await viewMessage(viewToken({ ref, contactNo: 1, isTest: false })))?.html ?? "";
    return { sent, seen };
  }

  it("of the workspace's policy stand on its domains' links, in the mail and in the browser, and leave the author's alone", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1);
    await setSendingPolicy(ctx, { cap: null, quietHours: null, utm: { tags, domains: ["example.com"] } });
    const { sent, seen } = await linksOf(ctx, null);
    expect(sent).toEqual([
      "https://example.com/offer?a=1&b=2&utm_source=house&utm_medium=email&utm_campaign=spring-drop&utm_content=1",
      "https://example.com/shop?utm_source=house&utm_medium=email&utm_campaign=spring-drop&utm_content=2",
    ]);
    expect(seen.replaceAll("&amp;", "&")).toContain(sent[0]);
  });

  it("of the campaign win over the workspace's, and none means none", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1);
    const own = { ...tags, source: "own", campaign: "", content: "" };
    expect((await linksOf(ctx, { kind: "own", tags: own })).sent).toEqual([
      "https://example.com/offer?a=1&b=2&utm_source=own&utm_medium=email",
      "https://example.com/shop?utm_source=own&utm_medium=email",
    ]);
    const other = await createWorkspace();
    await addPeople(other, 1);
    await setSendingPolicy(other, { cap: null, quietHours: null, utm: { tags, domains: [] } });
    expect((await linksOf(other, { kind: "off" })).sent).toEqual([
      "https://example.com/offer?a=1&b=2",
      "https://example.com/shop",
    ]);
  });

  it("are said before the launch, and saving limits without a word about them keeps them", async () => {
    const ctx = await createWorkspace();
    await setSendingPolicy(ctx, { cap: null, quietHours: null, utm: { tags, domains: ["example.com"] } });
    await setSendingPolicy(ctx, { cap: { count: 2, days: 7 }, quietHours: null });
    expect((await getSendingPolicy(ctx, {})).utm).toEqual({ tags, domains: ["example.com"] });
    const { id } = await createCampaign(ctx, { name: "Summer", content: { document: LETTER.document } });
    const { findings } = await preflightCampaign(ctx, { campaignId: id });
    expect(findings.find((finding) => finding.code === "link_tags")?.message).toContain("utm_campaign=summer");
  });
});
