import { type Ids, letter } from "./company";
import { type Input, nothing, rule, type Samples } from "./sample";

const byCampaign: Input = ({ campaign }) => ({ campaignId: campaign });
const campaignParts = ({ segment, otherSegment, template, provider, topic: topicId }: Ids) => ({
  audience: { include: [segment], exclude: [otherSegment] },
  content: { document: letter("hello"), templateId: template, topicId },
  providerId: provider,
});
const smtp = { kind: "smtp", host: "127.0.0.1", port: 9, security: "none" };

/** Templates, providers, messages and campaigns. */
export const sendingSamples: Samples = {
  "content.list": nothing,
  "content.get": ({ template }) => ({ id: template }),
  "content.versions": ({ template }) => ({ id: template }),
  "content.starters": nothing,
  "content.previewContacts": nothing,
  "content.preview": ({ contact }) => ({ document: letter("hello"), contactId: contact }),
  "content.exportCode": () => ({ document: letter("hello") }),
  "content.previewVersion": ({ template, contact }) => ({ id: template, contactId: contact }),
  "content.create": () => ({ name: "New", document: letter("hello") }),
  "content.save": ({ template }) => ({ id: template, document: letter("hello"), expectedVersion: 2 }),
  "content.restoreVersion": ({ template }) => ({ id: template, version: 1 }),
  "content.duplicate": ({ template }) => ({ id: template }),
  "content.setTopic": ({ template, topic }) => ({ id: template, topicId: topic }),
  "content.archive": ({ doomedTemplate }) => ({ id: doomedTemplate }),
  "content.review": ({ template }) => ({ id: template }),
  "content.comment": ({ template }) => ({ id: template, version: 1, text: "Shorter" }),
  "content.resolveComment": ({ template, comment }) => ({ id: template, commentId: comment }),
  "content.requestApproval": ({ draftTemplate }) => ({ id: draftTemplate, expectedVersion: 1 }),
  "content.sendBack": ({ draftTemplate }) => ({ id: draftTemplate, expectedVersion: 1, text: "Shorter" }),
  "content.approve": ({ draftTemplate }) => ({ id: draftTemplate, expectedVersion: 1 }),
  "content.withdrawApproval": ({ draftTemplate }) => ({ id: draftTemplate, version: 1 }),
  "content.policy": nothing,
  "content.setPolicy": () => ({ requiresApproval: false }),

  "channels.listProviders": nothing,
  "channels.getProvider": ({ provider }) => ({ providerId: provider }),
  "channels.listOutbox": nothing,
  "channels.getOutboxMessage": ({ message }) => ({ messageId: message }),
  "channels.markMessageRead": ({ message }) => ({ messageId: message }),
  "channels.createProvider": () => ({ name: "New", settings: smtp, fromEmail: "a@people.example", fromName: "A" }),
  "channels.updateProvider": ({ provider }) => ({ providerId: provider, name: "Renamed" }),
  "channels.deleteProvider": ({ doomedProvider }) => ({ providerId: doomedProvider }),

  "delivery.testSend": ({ testRun }) => ({ runId: testRun }),
  "delivery.sendTest": ({ contact, provider }) => ({
    document: letter("hello"),
    addresses: ["test@people.example"],
    contactId: contact,
    providerId: provider,
  }),
  "delivery.resolveUnknown": {
    input: ({ message }) => ({ messageIds: [message], outcome: "failed" }),
    passesOver: "answers how many were decided",
  },
  "delivery.simulateNews": ({ message }) => ({ messageId: message, news: "hard_bounce" }),

  "campaigns.list": nothing,
  "campaigns.get": byCampaign,
  "campaigns.report": ({ sentCampaign }) => ({ campaignId: sentCampaign }),
  "campaigns.numbers": {
    input: ({ sentCampaign }) => ({ campaignIds: [sentCampaign] }),
    passesOver: "answers for the campaigns of the workspace among those asked about",
  },
  "campaigns.compare": ({ sentCampaign }) => ({ campaignId: sentCampaign }),
  "campaigns.timeline": ({ sentCampaign }) => ({ campaignId: sentCampaign }),
  "campaigns.links": ({ sentCampaign }) => ({ campaignId: sentCampaign }),
  "campaigns.recipients": ({ sentCampaign }) => ({ campaignId: sentCampaign }),
  "campaigns.explain": ({ sentCampaign, contact }) => ({ campaignId: sentCampaign, contactId: contact }),
  "campaigns.tags": nothing,
  "campaigns.series": byCampaign,
  "campaigns.skipOccurrence": ({ series }) => ({ campaignId: series, at: "2999-01-02T09:00:00Z" }),
  "campaigns.versions": byCampaign,
  "campaigns.versionDiff": ({ campaign }) => ({ campaignId: campaign, version: 1 }),
  "campaigns.restoreVersion": ({ campaign }) => ({ campaignId: campaign, version: 1 }),
  "campaigns.sendAgain": byCampaign,
  "campaigns.send": byCampaign,
  "campaigns.unarchive": byCampaign,
  "campaigns.tag": {
    input: ({ campaign }) => ({ ids: [campaign], add: ["Promo"] }),
    passesOver: "answers how many are missing",
  },
  "campaigns.preflight": byCampaign,
  "campaigns.watch": ({ sentCampaign }) => ({ campaignId: sentCampaign }),
  "campaigns.previewAudience": {
    input: ({ segment, otherSegment, topic: topicId }) => ({ include: [segment], exclude: [otherSegment], topicId }),
    also: [(ids) => ({ include: [], exclude: [], condition: rule(ids) })],
  },
  "campaigns.create": {
    input: (ids) => ({ name: "New", ...campaignParts(ids) }),
    also: [(ids) => ({ name: "Ruled", audience: { include: [], exclude: [], condition: rule(ids) } })],
  },
  "campaigns.update": {
    input: (ids) => ({ campaignId: ids.campaign, name: "Renamed", ...campaignParts(ids) }),
    also: [(ids) => ({ campaignId: ids.campaign, audience: { include: [], exclude: [], condition: rule(ids) } })],
  },
  "campaigns.duplicate": byCampaign,
  "campaigns.schedule": ({ campaign }) => ({ campaignId: campaign, at: "2999-01-01T00:00:00Z" }),
  "campaigns.unschedule": ({ scheduledCampaign }) => ({ campaignId: scheduledCampaign }),
  "campaigns.launch": byCampaign,
  "campaigns.pause": byCampaign,
  "campaigns.resume": byCampaign,
  "campaigns.terminate": byCampaign,
  "campaigns.decideUnknown": {
    input: ({ sentCampaign, message }) => ({
      campaignId: sentCampaign,
      messageIds: [message],
      decision: "arrived",
    }),
    passesOver: "decides only about the campaign's messages nobody knows about",
  },
  "campaigns.resumeAgain": {
    input: ({ sentCampaign, testRun }) => ({ campaignId: sentCampaign, runId: testRun }),
    notTried: "needs a second sending that the provider refused",
  },
  "campaigns.archive": ({ sentCampaign }) => ({ campaignId: sentCampaign }),
  "campaigns.delete": ({ doomedCampaign }) => ({ campaignId: doomedCampaign }),
};
