import { beforeEach, describe, expect, it } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import { createCampaign, launchCampaign, preflightCampaign, updateCampaign } from "@/server/campaigns";
import {
  approveTemplate,
  archiveTemplate,
  commentTemplate,
  createTemplate,
  getTemplate,
  listReviewEntries,
  listTemplates,
  listTemplateVersions,
  requestApproval,
  resolveComment,
  restoreTemplateVersion,
  saveTemplate,
  sendBackTemplate,
  setContentPolicy,
  withdrawApproval,
} from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

const code = (html: string): EmailDocument => ({
  version: 1,
  mode: "code",
  subject: "News",
  preheader: "Short",
  text: "",
  html: `<p>${html}</p><p>{{ workspace.postal_address }} {% unsubscribe_link %}</p>`,
});

describe("approval of templates", () => {
  useTestDatabase();
  let ctx: Ctx;
  let id: string;
  beforeEach(async () => {
    ctx = await createWorkspace();
    id = (await createTemplate(ctx, { name: "Letter", document: code("one") })).id;
  });
  const status = async () => {
    const { status, version, approvedVersion } = await getTemplate(ctx, { id });
    return [status, version, approvedVersion];
  };

  it("keeps the approved version in use while a newer draft is written", async () => {
    await requestApproval(ctx, { id, expectedVersion: 1, text: "Please look" });
    expect(await status()).toEqual(["in_review", 1, null]);
    await approveTemplate(ctx, { id, expectedVersion: 1 });
    await saveTemplate(ctx, { id, expectedVersion: 1, document: code("two") });
    expect(await status()).toEqual(["draft", 2, 1]);
    const versions = await listTemplateVersions(ctx, { id });
    expect(versions.data.map((v) => [v.version, v.approvedAt !== null])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect((await listTemplates(ctx, { show: "approved" })).data.map((t) => t.id)).toEqual([id]);
  });

  it("approves what was looked at and nothing newer: of an approval and a save at once, one is refused", async () => {
    const [saved, approved] = await Promise.allSettled([
      saveTemplate(ctx, { id, expectedVersion: 1, document: code("two") }),
      approveTemplate(ctx, { id, expectedVersion: 1 }),
    ]);
    const [, version, approvedVersion] = await status();
    if (saved.status === "fulfilled" && approved.status === "fulfilled")
      expect([version, approvedVersion]).toEqual([2, 1]);
    else expect(approvedVersion === null ? saved.status : approved.status).toBe("fulfilled");
    await expect(approveTemplate(ctx, { id, expectedVersion: 7 })).rejects.toMatchObject({ code: "CONFLICT" });
    const two = (await getTemplate(ctx, { id })).version;
    await saveTemplate(ctx, { id, expectedVersion: two, document: code("three") });
    await expect(approveTemplate(ctx, { id, expectedVersion: two })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("takes only the edges of the table", async () => {
    await expect(sendBackTemplate(ctx, { id, expectedVersion: 1, text: "No" })).rejects.toThrow("cannot be sent back");
    await requestApproval(ctx, { id, expectedVersion: 1 });
    await expect(requestApproval(ctx, { id, expectedVersion: 1 })).rejects.toMatchObject({ code: "CONFLICT" });
    await sendBackTemplate(ctx, { id, expectedVersion: 1, text: "Shorter" });
    expect(await status()).toEqual(["draft", 1, null]);
    await archiveTemplate(ctx, { id });
    await expect(approveTemplate(ctx, { id, expectedVersion: 1 })).rejects.toThrow("An archived template cannot be");
  });

  it("keeps an archived template as it is and brings it back where it was", async () => {
    await approveTemplate(ctx, { id, expectedVersion: 1 });
    await archiveTemplate(ctx, { id });
    for (const change of [
      saveTemplate(ctx, { id, expectedVersion: 1, document: code("x") }),
      restoreTemplateVersion(ctx, { id, version: 1 }),
      requestApproval(ctx, { id, expectedVersion: 1 }),
    ])
      await expect(change).rejects.toMatchObject({ code: "CONFLICT" });
    await archiveTemplate(ctx, { id, isArchived: false });
    expect(await status()).toEqual(["approved", 1, 1]);
  });

  it("keeps the approval of a template that only got another name", async () => {
    await approveTemplate(ctx, { id, expectedVersion: 1 });
    await saveTemplate(ctx, { id, expectedVersion: 1, name: "Renamed" });
    expect(await status()).toEqual(["approved", 2, 2]);
  });

  it("falls back to the approved version before when an approval is withdrawn", async () => {
    await approveTemplate(ctx, { id, expectedVersion: 1 });
    await saveTemplate(ctx, { id, expectedVersion: 1, document: code("two") });
    await approveTemplate(ctx, { id, expectedVersion: 2 });
    await withdrawApproval(ctx, { id, version: 2, text: "Prices changed" });
    expect(await status()).toEqual(["draft", 2, 1]);
    await expect(withdrawApproval(ctx, { id, version: 2 })).rejects.toMatchObject({ code: "CONFLICT" });
    await withdrawApproval(ctx, { id, version: 1 });
    expect(await status()).toEqual(["draft", 2, null]);
  });

  it("lets writers ask and comment, and only those who may approve say yes or no", async () => {
    const editor = as(ctx, "content_editor");
    await requestApproval(editor, { id, expectedVersion: 1 });
    for (const refused of [
      approveTemplate(editor, { id, expectedVersion: 1 }),
      sendBackTemplate(as(ctx, "campaign_manager"), { id, expectedVersion: 1, text: "No" }),
      commentTemplate(as(ctx, "viewer"), { id, version: 1, text: "Hm" }),
      setContentPolicy(as(ctx, "campaign_manager"), { requiresApproval: true }),
    ])
      await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("keeps the conversation with who said what about which version, and audits every step", async () => {
    const { id: commentId } = await commentTemplate(ctx, { id, version: 1, text: "Shorter, please" });
    await requestApproval(ctx, { id, expectedVersion: 1, text: "Ready" });
    await approveTemplate(ctx, { id, expectedVersion: 1 });
    await resolveComment(ctx, { id, commentId });
    const page = await listReviewEntries(ctx, { id, limit: 2 });
    const rest = await listReviewEntries(ctx, { id, limit: 2, cursor: page.nextCursor });
    expect([...page.data, ...rest.data].map((e) => [e.kind, e.version, e.text, e.resolvedAt !== null])).toEqual([
      ["approved", 1, "", false],
      ["requested", 1, "Ready", false],
      ["comment", 1, "Shorter, please", true],
    ]);
    await expect(commentTemplate(ctx, { id, version: 9, text: "Where?" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const step = page.data[0];
    await expect(resolveComment(ctx, { id, commentId: step?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const audited = await pipelineSql()<{ action: string }[]>`
      select action from audit_log where workspace_no = ${ctx.workspaceNo} order by chain_no`;
    expect(audited.map((row) => row.action)).toEqual([
      "template.create",
      "template.comment",
      "template.request-approval",
      "template.approve",
      "template.settle-comment",
    ]);
  });

  it("refuses a launch of content that is not approved where the workspace asks for it, and says what to do", async () => {
    const audience = {
      include: [],
      exclude: [],
      condition: { kind: "group" as const, op: "all" as const, children: [] },
    };
    const content = { document: code("one"), templateId: id };
    const campaign = await createCampaign(ctx, { name: "News", audience, content });
    const said = async () =>
      (await preflightCampaign(ctx, { campaignId: campaign.id })).findings
        .filter((finding) => finding.code === "not_approved")
        .map((finding) => finding.message);
    expect(await said()).toEqual([]);
    await setContentPolicy(ctx, { requiresApproval: true });
    expect(await said()).toEqual([expect.stringContaining("request approval")]);
    await expect(launchCampaign(ctx, { campaignId: campaign.id })).rejects.toMatchObject({ code: "PREFLIGHT_FAILED" });
    await approveTemplate(ctx, { id, expectedVersion: 1 });
    expect(await said()).toEqual([]);
    await saveTemplate(ctx, { id, expectedVersion: 1, document: code("two") });
    expect(await said()).toEqual([]);
    const changed = { document: code("one, changed"), templateId: id };
    await updateCampaign(ctx, { campaignId: campaign.id, expectedVersion: campaign.version, content: changed });
    expect(await said()).toEqual([expect.stringContaining("differs from what was approved")]);
    await setContentPolicy(ctx, { requiresApproval: false });
    expect(await said()).toEqual([]);
  });
});
