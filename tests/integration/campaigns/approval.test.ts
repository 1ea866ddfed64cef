import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { PERMISSIONS } from "@/contracts/access";
import { parsePublicId } from "@/contracts/ids";
import { createApiKey } from "@/server/access";
import {
  approveCampaign,
  commentCampaign,
  createCampaign,
  getCampaign,
  getCampaignReview,
  launchCampaign,
  launchScheduled,
  preflightCampaign,
  requestCampaignApproval,
  sendCampaign,
  sendCampaignBack,
  setCampaignPolicy,
  updateCampaign,
  withdrawCampaignReview,
} from "@/server/campaigns";
import { createSnippet, saveSnippet } from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { createSegment, updateSegment } from "@/server/segments";
import { getHomeOverview } from "@/server/system";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

const HTML = `<html><body><p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`;
const document = (subject: string) =>
  ({ version: 1, mode: "code", subject, preheader: "", text: "", html: HTML }) as const;

/** Another admin of the same workspace. */
const colleague = (ctx: Ctx): Ctx =>
  ctx.actor.type === "member" ? { ...ctx, actor: { ...ctx.actor, memberId: randomUUID(), name: "Grace" } } : ctx;

describe("approval before a launch", () => {
  useTestDatabase();

  async function asked() {
    const ada = await createWorkspace();
    const grace = colleague(ada);
    await addPeople(ada, 5);
    await setCampaignPolicy(ada, { requiresApproval: true });
    const { id, version } = await createCampaign(ada, {
      name: "Friday bake",
      audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
      content: { document: document("One") },
    });
    const target = { campaignId: id };
    return { ada, grace, target, version };
  }
  async function approved() {
    const given = await asked();
    const { ada, grace, target, version } = given;
    const requested = await requestCampaignApproval(ada, { ...target, expectedVersion: version });
    const done = await approveCampaign(grace, { ...target, expectedVersion: requested.version, text: "Good" });
    return { ...given, version: done.version };
  }
  const must = async (ctx: Ctx, target: { campaignId: string }) =>
    (await preflightCampaign(ctx, target)).findings.filter(({ level }) => level === "must").map(({ code }) => code);
  const stateOf = async (ctx: Ctx, target: { campaignId: string }) => [
    (await getCampaign(ctx, target)).status,
    (await getCampaignReview(ctx, target)).state,
  ];

  it("keeps a campaign nobody approved from leaving, by either road, and lets one that was approved go", async () => {
    const { ada, grace, target, version } = await asked();
    for (const launch of [launchCampaign, sendCampaign])
      await expect(launch(ada, target)).rejects.toMatchObject({ code: "PREFLIGHT_FAILED" });
    const requested = await requestCampaignApproval(ada, { ...target, expectedVersion: version });
    expect([requested.status, await must(ada, target)]).toEqual(["in_review", ["not_reviewed"]]);
    await expect(launchCampaign(grace, target)).rejects.toMatchObject({ code: "PREFLIGHT_FAILED" });
    await approveCampaign(grace, { ...target, expectedVersion: requested.version });
    expect(await must(ada, target)).toEqual([]);
    expect((await sendCampaign(ada, target)).status).toBe("scheduled");
  });

  it("wants four eyes: neither who asked nor who wrote any of it may approve, nor a key", async () => {
    const { ada, grace, target, version } = await asked();
    const requested = await requestCampaignApproval(grace, { ...target, expectedVersion: version });
    const step = { ...target, expectedVersion: requested.version };
    await expect(approveCampaign(grace, step)).rejects.toThrow("You asked for this approval");
    await expect(approveCampaign(ada, step)).rejects.toThrow("You wrote some of this campaign");
    const key: Ctx = { ...ada, actor: { type: "job", name: "robot" } };
    await expect(approveCampaign(key, step)).rejects.toThrow("needs a member");
    expect(await stateOf(ada, target)).toEqual(["in_review", "waiting"]);
    expect((await approveCampaign(colleague(ada), step)).status).toBe("in_review");
  });

  it("counts what a key wrote as written by who made the key", async () => {
    const { ada, grace, target } = await asked();
    const { id } = await createApiKey(grace, { name: "robot", scopes: ["campaign:update", "campaign:read"] });
    const robot: Ctx = {
      ...grace,
      actor: { type: "api_key", keyId: parsePublicId("apiKey", id) ?? "", permissions: [...PERMISSIONS] },
    };
    const { version } = await updateCampaign(robot, { ...target, content: { document: document("By a key") } });
    const requested = await requestCampaignApproval(ada, { ...target, expectedVersion: version });
    const step = { ...target, expectedVersion: requested.version };
    await expect(approveCampaign(grace, step)).rejects.toThrow("You wrote some of this campaign");
    expect((await approveCampaign(colleague(ada), step)).status).toBe("in_review");
  });

  it.each([
    ["content", { content: { document: document("Two") } }, ["draft", "none"]],
    [
      "audience",
      { audience: { include: [], exclude: [], condition: { kind: "group", op: "any", children: [] } } },
      ["draft", "none"],
    ],
    ["name", { name: "Another name" }, ["in_review", "approved"]],
    ["time", { schedule: { kind: "at", at: "2099-01-01T09:00:00Z", timeZone: "UTC" } }, ["in_review", "approved"]],
  ] as const)("a change of its %s leaves the approval as it should be", async (_, change, state) => {
    const { ada, target, version } = await approved();
    await updateCampaign(ada, { ...target, expectedVersion: version, ...structuredClone(change) } as never);
    expect(await stateOf(ada, target)).toEqual(state);
  });

  it("does not count once a snippet or a segment it names was changed by somebody else", async () => {
    const { ada, grace, target, version } = await asked();
    const snippet = await createSnippet(ada, {
      key: "offer",
      name: "Offer",
      body: { mode: "code", html: "<p>Bread</p>" },
    });
    const rule = (value: string) =>
      ({ kind: "attribute", field: "first_name", operator: "starts_with", value }) as const;
    const segment = await createSegment(ada, { name: "Ps", condition: rule("P") });
    const html = HTML.replace("<body>", "<body>{% render 'offer' %}");
    const changed = await updateCampaign(ada, {
      ...{ ...target, expectedVersion: version, content: { document: { ...document("One"), html } } },
      audience: { include: [segment.id], exclude: [], condition: null },
    });
    const requested = await requestCampaignApproval(ada, { ...target, expectedVersion: changed.version });
    await approveCampaign(grace, { ...target, expectedVersion: requested.version });
    expect(await must(ada, target)).toEqual([]);
    const edited = await saveSnippet(ada, {
      id: snippet.id,
      body: { mode: "code", html: "<p>Buy gold</p>" },
      expectedVersion: snippet.version,
    });
    expect(await must(ada, target)).toEqual(["not_reviewed"]);
    await saveSnippet(ada, {
      id: snippet.id,
      body: { mode: "code", html: "<p>Bread</p>" },
      expectedVersion: edited.version,
    });
    expect(await must(ada, target)).toEqual([]);
    await updateSegment(ada, { segmentId: segment.id, name: "Ps", condition: rule("Per") });
    await expect(launchCampaign(ada, target)).rejects.toThrow("changed after the approval");
  });

  it("takes a scheduled campaign back to draft when its content changes, and the old time then does nothing", async () => {
    const { ada, target } = await approved();
    const sent = await sendCampaign(ada, target);
    await updateCampaign(ada, { ...target, content: { document: document("Two") } });
    expect(await stateOf(ada, target)).toEqual(["draft", "none"]);
    const due = { ...ada, now: new Date(Date.parse(sent.dueAt ?? "") + 1) };
    expect(await launchScheduled(due, 1, sent.version)).toBe("superseded");
  });

  it("can be withdrawn after the launch was planned, and the campaign then stays", async () => {
    const { ada, target } = await approved();
    const sent = await sendCampaign(ada, target);
    await withdrawCampaignReview(ada, { ...target, expectedVersion: sent.version });
    expect(await stateOf(ada, target)).toEqual(["draft", "none"]);
    await expect(sendCampaign(ada, target)).rejects.toMatchObject({ code: "PREFLIGHT_FAILED" });
  });

  it("is about what was seen: a request, an approval and a refusal of another version are refused", async () => {
    const { ada, grace, target, version } = await asked();
    await updateCampaign(ada, { ...target, content: { document: document("Two") } });
    await expect(requestCampaignApproval(ada, { ...target, expectedVersion: version })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const { version: now } = await getCampaign(ada, target);
    const requested = await requestCampaignApproval(ada, { ...target, expectedVersion: now });
    const step = { ...target, expectedVersion: requested.version };
    const [first, second] = await Promise.allSettled([
      approveCampaign(grace, step),
      sendCampaignBack(grace, { ...step, text: "The link is wrong" }),
    ]);
    expect([first.status, second.status].toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("stands on the Home of whoever may approve until it is decided, and keeps what was said", async () => {
    const { ada, grace, target, version } = await asked();
    const waiting = async () => (await getHomeOverview(grace, {})).approvals.map(({ name }) => name);
    const requested = await requestCampaignApproval(ada, { ...target, expectedVersion: version, text: "For Friday" });
    expect(await waiting()).toEqual(["Friday bake"]);
    await commentCampaign(grace, { ...target, text: "Who is Two?" });
    await sendCampaignBack(grace, { ...target, expectedVersion: requested.version, text: "Mend the subject" });
    expect([await waiting(), await stateOf(ada, target)]).toEqual([[], ["draft", "none"]]);
    const { entries } = await getCampaignReview(ada, target);
    expect(entries.map(({ author, kind, text }) => [author, kind, text])).toEqual([
      ["Grace", "sent_back", "Mend the subject"],
      ["Grace", "comment", "Who is Two?"],
      ["Ada", "requested", "For Friday"],
    ]);
  });
});
