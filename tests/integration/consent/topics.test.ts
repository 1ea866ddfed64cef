import { beforeEach, describe, expect, it } from "vitest";
import { everyone } from "@/contracts/documents/condition";
import { parsePublicId } from "@/contracts/ids";
import type { Topic } from "@/contracts/topics";
import { createCampaign, previewAudience, updateCampaign } from "@/server/campaigns";
import {
  archiveTopic,
  choosePreferences,
  createTopic,
  deleteTopic,
  getConsent,
  grantConsentInBulk,
  listTopics,
  requestPermits,
  setConsent,
  updateTopic,
} from "@/server/consent";
import { createContact } from "@/server/contacts";
import { createTemplate, duplicateTemplate, setTemplateTopic } from "@/server/content";
import { undoUnsubscribe, unsubscribe, unsubscribeToken } from "@/server/delivery";
import { createView, deleteView } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { createSegment, deleteSegment } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { LETTER, makeRun } from "../../support/sending";

const VISITOR = { userAgent: "Mozilla/5.0", ip: "203.0.113.9", isPrefetch: false };

describe("topics", () => {
  useTestDatabase();
  let ctx: Ctx;
  let asAda: Ctx;
  let contactId: string;
  let recipes: Topic;
  beforeEach(async () => {
    ctx = await createWorkspace();
    asAda = { ...ctx, actor: { type: "recipient", contactNo: 1 } };
    contactId = (await createContact(ctx, { email: "ada@example.com" })).id;
    await setConsent(ctx, { contactId, state: "granted", evidence: "paper form" });
    recipes = await createTopic(ctx, { name: "Recipes", visibility: "public", defaultIn: true, doubleOptIn: false });
    await createTopic(ctx, { name: "Offers", visibility: "public", defaultIn: false, doubleOptIn: false });
  });

  const uuid = (topic: Topic) => parsePublicId("topic", topic.id) ?? "";
  const verdict = async (topicNo: number | null, own: Ctx = ctx) => {
    const { refusals } = await pipelineSql().begin((tx) =>
      requestPermits(tx, {
        workspaceNo: own.workspaceNo,
        purpose: "marketing",
        channel: "email",
        topicNo,
        recipients: [{ seq: 1, contactNo: 1 }],
      }),
    );
    return refusals[0]?.reason ?? "permitted";
  };
  const choose = (topic: Topic, wanted: boolean) =>
    choosePreferences(asAda, {
      contactNo: 1,
      topics: [{ topicId: uuid(topic), wanted, wording: topic.name }],
      evidence: "preference page",
      ip: VISITOR.ip,
    });

  it("are what the link of their message is about; everything comes afterwards, and each can be taken back", async () => {
    const run = await makeRun(ctx, { content: { ...LETTER, topicNo: 1 } });
    const token = unsubscribeToken({ ref: { ...run, batchNo: 1, seq: 0 }, contactNo: 1, isTest: false });
    await unsubscribe(token, "recipient_one_click", VISITOR);
    expect([await verdict(1), await verdict(null)]).toEqual(["topic_denied", "permitted"]);
    await undoUnsubscribe(token, VISITOR);
    expect(await verdict(1)).toBe("permitted");
    await unsubscribe(token, "recipient_page", VISITOR, { isAll: true });
    expect([await verdict(1), await verdict(null)]).toEqual(["opted_out", "opted_out"]);
    await undoUnsubscribe(token, VISITOR, { isAll: true });
    expect([await verdict(1), await verdict(null)]).toEqual(["permitted", "permitted"]);
  });

  it("can be chosen after a no to everything, for that topic alone, until the next no to everything", async () => {
    const token = unsubscribeToken({
      ref: { ...(await makeRun(ctx)), batchNo: 1, seq: 0 },
      contactNo: 1,
      isTest: false,
    });
    await unsubscribe(token, "recipient_page", VISITOR);
    await choose(recipes, true);
    expect([await verdict(1), await verdict(2), await verdict(null)]).toEqual(["permitted", "opted_out", "opted_out"]);
    await unsubscribe(token, "recipient_page", VISITOR);
    expect(await verdict(1)).toBe("opted_out");
  });

  it("keep a no through an import with consent and through a member's yes to everything", async () => {
    await choose(recipes, false);
    await pipelineSql().begin((tx) =>
      grantConsentInBulk(tx, {
        workspaceNo: ctx.workspaceNo,
        channel: "email",
        source: "import",
        evidence: "list",
        wording: null,
        at: new Date(),
        actorType: "job",
        actorId: null,
        contactNos: [1],
      }),
    );
    await setConsent(ctx, { contactId, state: "denied" });
    await setConsent(ctx, { contactId, state: "granted", evidence: "phone call" });
    expect([await verdict(1), await verdict(null)]).toEqual(["topic_denied", "permitted"]);
    const { topics } = await getConsent(ctx, { contactId });
    expect(topics.map((topic) => [topic.name, topic.state])).toEqual([
      ["Recipes", "denied"],
      ["Offers", "none"],
    ]);
  });

  it("let nobody join a private one, and let who is in it leave", async () => {
    const secret = await createTopic(ctx, {
      name: "Regulars",
      visibility: "private",
      defaultIn: false,
      doubleOptIn: false,
    });
    expect(await choose(secret, true)).toEqual({ changed: false });
    expect(await verdict(3)).toBe("topic_not_granted");
    await setConsent(ctx, { contactId, topicId: secret.id, state: "granted", evidence: "asked in the shop" });
    expect(await verdict(3)).toBe("permitted");
    await choose(secret, false);
    expect(await verdict(3)).toBe("topic_denied");
  });

  it("take a change of their rules at once", async () => {
    expect(await verdict(1)).toBe("permitted");
    await updateTopic(ctx, { ...recipes, defaultIn: false, doubleOptIn: true });
    expect(await verdict(1)).toBe("topic_not_granted");
    await setConsent(ctx, { contactId, topicId: recipes.id, state: "granted", evidence: "phone call" });
    expect(await verdict(1)).toBe("topic_unconfirmed");
    await expect(updateTopic(ctx, { ...recipes, defaultIn: true, doubleOptIn: true })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    });
  });

  it("cannot be deleted while a campaign names them or somebody spoke about them, and say so by name", async () => {
    const campaign = await createCampaign(ctx, {
      name: "Spring bread",
      content: { document: null, topicId: recipes.id },
    });
    await expect(deleteTopic(ctx, { id: recipes.id })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("“Spring bread”"),
    });
    await updateCampaign(ctx, { campaignId: campaign.id, content: { document: null, topicId: null } });
    await deleteTopic(ctx, { id: recipes.id });
    const [offers] = await listTopics(ctx, {});
    await choose(offers as Topic, true);
    await expect(deleteTopic(ctx, { id: offers?.id ?? "" })).rejects.toMatchObject({ code: "CONFLICT" });
    await archiveTopic(ctx, { id: offers?.id ?? "" });
    expect(await listTopics(ctx, {})).toEqual([]);
    expect(await verdict(2)).toBe("permitted");
  });

  it("are held by every rule and template that names them, each by its name", async () => {
    const asking = {
      kind: "consent" as const,
      channel: "email" as const,
      topic: recipes.id,
      state: "granted" as const,
    };
    const { id: segmentId } = await createSegment(ctx, { name: "Cooks", condition: asking });
    const { id: viewId } = await createView(ctx, {
      name: "Bakers",
      scope: "team",
      columns: [{ id: "email" }],
      sort: { by: "email", direction: "asc" },
      filter: { kind: "group", op: "any", children: [asking, asking] },
    });
    const audience = { include: [], exclude: [], condition: asking };
    const draft = await createCampaign(ctx, { name: "Asks about it", audience });
    const template = await createTemplate(ctx, { name: "Recipe letter", document: LETTER.document });
    await setTemplateTopic(ctx, { id: template.id, topicId: recipes.id });
    const uses = async () => (await listTopics(ctx, {})).find(({ id }) => id === recipes.id)?.uses ?? [];
    expect((await uses()).map(({ type, id, name }) => `${type} ${id} ${name}`).sort()).toEqual([
      `campaign ${draft.id} Asks about it`,
      `segment ${segmentId} Cooks`,
      `template ${template.id} Recipe letter`,
      `view ${viewId} Bakers`,
    ]);
    const doomed = deleteTopic(ctx, { id: recipes.id });
    await expect(doomed).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("“Recipe letter”"),
    });
    await deleteSegment(ctx, { segmentId });
    await updateCampaign(ctx, { campaignId: draft.id, audience: { include: [], exclude: [], condition: null } });
    await setTemplateTopic(ctx, { id: template.id, topicId: null });
    expect(await uses()).toEqual([{ type: "view", id: viewId, name: "Bakers" }]);
    await deleteView(ctx, { id: viewId });
    await deleteTopic(ctx, { id: recipes.id });
  });

  it("come to a campaign with its template, unless it says otherwise or the topic is archived", async () => {
    const other = await createWorkspace();
    const { id: templateId } = await createTemplate(ctx, { name: "Recipe letter", document: LETTER.document });
    await setTemplateTopic(ctx, { id: templateId, topicId: recipes.id });
    const begun = async (content: { topicId?: string | null; templateId?: string }) =>
      (await createCampaign(ctx, { name: "Spring", content: { document: null, ...content } })).content.topicId;
    const [, offers] = await listTopics(ctx, {});
    expect(await begun({ templateId })).toBe(recipes.id);
    expect(await begun({ templateId, topicId: null })).toBeNull();
    expect(await begun({ templateId, topicId: offers?.id })).toBe(offers?.id);
    expect(await begun({})).toBeNull();
    const { id: campaignId } = await createCampaign(ctx, { name: "Later" });
    const later = await updateCampaign(ctx, { campaignId, content: { document: null, templateId } });
    expect(later.content.topicId).toBe(recipes.id);
    const copy = await duplicateTemplate(ctx, { id: templateId });
    expect(copy.topicId).toBe(recipes.id);
    await archiveTopic(ctx, { id: recipes.id });
    expect(await begun({ templateId })).toBeNull();
    await expect(setTemplateTopic(other, { id: templateId, topicId: null })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("count in the waterfall of an audience like in the permit, and stay in their workspace", async () => {
    const other = await createWorkspace();
    const audience = { include: [], exclude: [], condition: everyone };
    await choose(recipes, false);
    const waterfall = await previewAudience(ctx, { ...audience, topicId: recipes.id });
    expect(waterfall?.steps.map((step) => [step.code, step.people])).toEqual([["topic_denied", 1]]);
    await expect(previewAudience(other, { ...audience, topicId: recipes.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(deleteTopic(other, { id: recipes.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
