import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import {
  archiveCampaign,
  createCampaign,
  diffCampaignVersions,
  getCampaign,
  getCampaignReport,
  launchCampaign,
  launchScheduled,
  listCampaigns,
  listCampaignTags,
  listCampaignVersions,
  requestOverdueLaunches,
  restoreCampaignVersion,
  scheduleCampaign,
  sendCampaign,
  sendCampaignAgain,
  tagCampaigns,
  unarchiveCampaign,
  unscheduleCampaign,
  updateCampaign,
} from "@/server/campaigns";
import type { Engine } from "@/server/engine";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { createSegment, deleteSegment } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";
import { eventually, startTestWorker } from "../../support/worker";

const letter = (subject: string, body = "Hello"): EmailDocument => ({
  version: 1,
  mode: "code",
  subject,
  preheader: "",
  text: "",
  html: `<html><body>\n<p>${body}</p>\n<p>{{ workspace.postal_address }}</p>\n<a href="{{ unsubscribe_url }}">Unsubscribe</a>\n</body></html>`,
});
const everybody = { include: [], exclude: [], condition: { kind: "group" as const, op: "all" as const, children: [] } };
const fresh = (ctx: Ctx): Ctx => ({ ...ctx, now: new Date() });
const minutesLater = (ctx: Ctx, minutes: number): Ctx => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + minutes * 60_000),
});
const colleague = (ctx: Ctx): Ctx =>
  ctx.actor.type === "member"
    ? { ...ctx, actor: { ...ctx.actor, memberId: crypto.randomUUID(), userId: crypto.randomUUID(), name: "Grace" } }
    : ctx;

/** Done once, between a launch that looked at its campaign and the checks that look at it anew. */
let beforeChecks: (() => Promise<unknown>) | null = null;
vi.mock("@/server/campaigns/processes/preflight-campaign", async (original) => {
  const real = await original<typeof import("@/server/campaigns/processes/preflight-campaign")>();
  return {
    ...real,
    async preflight(...all: Parameters<typeof real.preflight>) {
      const once = beforeChecks;
      beforeChecks = null;
      await once?.();
      return real.preflight(...all);
    },
  };
});

describe("what is done to a campaign every day", () => {
  useTestDatabase();
  let worker: Engine;
  beforeAll(async () => {
    worker = await startTestWorker();
  });
  afterAll(() => worker.stop());

  async function draft(people = 3) {
    const ctx = await createWorkspace();
    await addPeople(ctx, people);
    const { id } = await createCampaign(ctx, {
      name: "Friday bake",
      audience: everybody,
      content: { document: letter("One") },
      tags: ["Promo"],
    });
    return { ctx, target: { campaignId: id } };
  }
  const runs = async (ctx: Ctx) =>
    (
      await pipelineSql()<{ n: number }[]>`
      select count(*)::int as n from send_runs where workspace_no = ${ctx.workspaceNo}`
    )[0]?.n;

  it("sends nothing before the ten seconds are over, and nothing at all once it was taken back", async () => {
    const { ctx, target } = await draft();
    const before = Date.now();
    const sent = await sendCampaign(fresh(ctx), target);
    expect([sent.status, sent.schedule]).toEqual(["scheduled", { kind: "now" }]);
    expect(Date.parse(sent.dueAt ?? "") - before).toBeGreaterThanOrEqual(10_000);
    await unscheduleCampaign(fresh(ctx), target);
    await worker.idle();
    await pipelineSql()`update wf.job set due = now() where due > now() and not running and kind = 'sleep'`;
    await worker.idle();
    expect([(await getCampaign(ctx, target)).status, await runs(ctx)]).toEqual(["draft", 0]);
  });

  it("either takes a launch back or sends it, never both, when fifty take it back in the moment it is due", async () => {
    const { ctx, target } = await draft();
    const sent = await sendCampaign(fresh(ctx), target);
    const due = { ...ctx, now: new Date(Date.parse(sent.dueAt ?? "") + 1) };
    const answers = await Promise.allSettled([
      ...Array.from({ length: 25 }, () => unscheduleCampaign(due, target)),
      launchScheduled(due, 1, sent.version),
      ...Array.from({ length: 25 }, () => unscheduleCampaign(due, target)),
    ]);
    const undone = answers.filter((answer) => answer.status === "fulfilled" && typeof answer.value !== "string").length;
    const { status } = await getCampaign(ctx, target);
    expect(undone).toBe(status === "draft" ? 1 : 0);
    await worker.idle();
    expect(await runs(ctx)).toBe(status === "draft" ? 0 : 1);
  });

  it.each([
    ["taken back", "draft", (ctx: Ctx, target: { campaignId: string }) => unscheduleCampaign(ctx, target)],
    [
      "moved",
      "scheduled",
      (ctx: Ctx, target: { campaignId: string }) =>
        updateCampaign(ctx, {
          ...target,
          schedule: { kind: "at", at: minutesLater(ctx, 60).now.toISOString(), timeZone: "UTC" },
        }),
    ],
    [
      "emptied",
      "scheduled",
      (ctx: Ctx, target: { campaignId: string }) => updateCampaign(ctx, { ...target, content: { document: null } }),
    ],
  ])("does not leave when it is %s while its launch begins", async (_, status, change) => {
    const { ctx, target } = await draft();
    const sent = await sendCampaign(fresh(ctx), target);
    const due = { ...ctx, now: new Date(Date.parse(sent.dueAt ?? "") + 1) };
    beforeChecks = () => change(fresh(ctx), target);
    await Promise.allSettled([launchScheduled(due, 1, sent.version)]);
    expect([(await getCampaign(ctx, target)).status, await runs(ctx)]).toEqual([status, 0]);
    await unscheduleCampaign(fresh(ctx), target).catch(() => undefined);
  });

  it("keeps what one person changes within ten minutes as one version, and a colleague's change as another", async () => {
    const { ctx, target } = await draft();
    for (const [minute, subject] of [
      [1, "Two"],
      [2, "Three"],
    ] as const)
      await updateCampaign(minutesLater(ctx, minute), { ...target, content: { document: letter(subject) } });
    await updateCampaign(minutesLater(colleague(ctx), 3), { ...target, name: "Saturday bake" });
    await updateCampaign(minutesLater(ctx, 4), { ...target, content: { document: letter("Three", "Good morning") } });
    const versions = await listCampaignVersions(ctx, target);
    expect(versions.map(({ by, cause, changed }) => [by, cause, changed])).toEqual([
      ["Ada", "edited", ["content"]],
      ["Grace", "edited", ["name"]],
      ["Ada", "edited", ["subject"]],
      ["Ada", "created", []],
    ]);
    const first = versions.at(-1)?.version ?? 0;
    const changes = await diffCampaignVersions(ctx, { ...target, version: first });
    expect(changes.map(({ part, before, after }) => [part, before, after])).toEqual([
      ["name", "Friday bake", "Saturday bake"],
      ["subject", "One", "Three"],
      ["content", null, null],
    ]);
    expect(changes[2]?.lines?.filter((line) => line.kind !== "same").map((line) => line.text.trim())).toEqual([
      "<p>Hello</p>",
      "<p>Good morning</p>",
      "1 line the same",
    ]);
  });

  it("goes back to a version as a new one on top, and refuses one whose segment is gone", async () => {
    const { ctx, target } = await draft();
    const segment = await createSegment(ctx, { name: "Regulars", condition: everybody.condition });
    await updateCampaign(minutesLater(ctx, 20), { ...target, audience: { include: [segment.id], exclude: [] } });
    await updateCampaign(minutesLater(ctx, 40), { ...target, audience: everybody, name: "Other" });
    const [now, regulars, made] = await listCampaignVersions(ctx, target);
    const restored = await restoreCampaignVersion(minutesLater(ctx, 41), {
      ...target,
      version: made?.version ?? 0,
      expectedVersion: now?.version,
    });
    expect([restored.name, restored.audience.include]).toEqual(["Friday bake", []]);
    await expect(
      restoreCampaignVersion(ctx, { ...target, version: made?.version ?? 0, expectedVersion: now?.version }),
    ).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await deleteSegment(ctx, { segmentId: segment.id });
    await expect(restoreCampaignVersion(ctx, { ...target, version: regulars?.version ?? 0 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await listCampaignVersions(ctx, target)).map(({ cause }) => cause)).toEqual([
      "restored",
      "edited",
      "edited",
      "created",
    ]);
  });

  it("leaves at its time also when a version was brought back meanwhile, and when its job was lost", async () => {
    const { ctx, target } = await draft();
    const lost = await createCampaign(ctx, {
      name: "Lost",
      audience: everybody,
      content: { document: letter("Two") },
    });
    const [made] = await listCampaignVersions(ctx, target);
    const soon = new Date(Date.now() + 2000).toISOString();
    await scheduleCampaign(fresh(ctx), { ...target, at: soon });
    await restoreCampaignVersion(fresh(ctx), { ...target, version: made?.version ?? 0 });
    await scheduleCampaign(fresh(ctx), { campaignId: lost.id, at: new Date(Date.now() + 3_600_000).toISOString() });
    await worker.idle();
    const due = (ago: string) => pipelineSql()`
      update campaigns set due_at = now() - ${ago}::interval where workspace_no = ${ctx.workspaceNo} and name = 'Lost'`;
    const completes = (campaignId: string) =>
      eventually(
        () => getCampaignReport(fresh(ctx), { campaignId }),
        (answer) => answer.campaign.status === "completed",
      );
    await completes(target.campaignId);
    await due("30 seconds");
    await requestOverdueLaunches();
    await worker.idle();
    expect((await getCampaign(ctx, { campaignId: lost.id })).status).toBe("scheduled");
    await due("90 seconds");
    await requestOverdueLaunches();
    await completes(lost.id);
    expect(await runs(ctx)).toBe(2);
  });

  it("comes out of the archive as what went in, and a sent one never as a draft", async () => {
    const { ctx, target } = await draft();
    await archiveCampaign(ctx, target);
    expect((await listCampaigns(ctx, {})).data).toEqual([]);
    expect((await unarchiveCampaign(ctx, target)).status).toBe("draft");
    await expect(unarchiveCampaign(ctx, target)).rejects.toMatchObject({ code: "CONFLICT" });
    await launchCampaign(fresh(ctx), target);
    await eventually(
      () => getCampaignReport(fresh(ctx), target),
      (answer) => answer.campaign.status === "completed",
    );
    await archiveCampaign(ctx, target);
    await pipelineSql()`update campaigns set archived_from = null where workspace_no = ${ctx.workspaceNo}`;
    expect((await unarchiveCampaign(ctx, target)).status).toBe("completed");
  });

  it("drafts the same again for a week later and sends nothing by itself", async () => {
    const { ctx, target } = await draft();
    await launchCampaign(fresh(ctx), target);
    const done = await eventually(
      () => getCampaignReport(fresh(ctx), target),
      (answer) => answer.campaign.status === "completed",
    );
    const again = await sendCampaignAgain(fresh(ctx), target);
    expect([again.status, again.tags, again.content.document?.subject]).toEqual(["draft", ["Promo"], "One"]);
    if (again.schedule.kind !== "at") throw new Error("no time was chosen");
    const days = (Date.parse(again.schedule.at) - Date.parse(done.campaign.launchedAt ?? "")) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    expect(await runs(ctx)).toBe(1);
  });

  it("tags many at once in the spelling that is there, without a new version for whoever is editing", async () => {
    const { ctx, target } = await draft();
    const other = await createCampaign(ctx, { name: "Other" });
    const before = await getCampaign(ctx, target);
    const tag = (add: string[], remove: string[]) => tagCampaigns(ctx, { ids: [before.id, other.id], add, remove });
    expect(await tag(["promo", "Spring"], [])).toEqual({ changed: 2, unchanged: 0, missing: 0 });
    expect(await tag(["PROMO"], [])).toEqual({ changed: 0, unchanged: 2, missing: 0 });
    expect(await listCampaignTags(ctx, {})).toEqual([
      { name: "Promo", campaigns: 2 },
      { name: "Spring", campaigns: 2 },
    ]);
    expect((await getCampaign(ctx, target)).version).toBe(before.version);
    expect((await listCampaigns(ctx, { tag: "spring" })).data).toHaveLength(2);
    await tag([], ["SPRING"]);
    expect((await listCampaigns(ctx, { tag: "spring" })).data).toEqual([]);
  });
});
