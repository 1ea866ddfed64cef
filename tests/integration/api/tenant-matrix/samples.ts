import { everyone, type Ids, letter } from "./company";

/** Builds an input that works, with ids taken from `ids`; the matrix then gives it other people's ids. */
type Input = (ids: Ids) => Record<string, unknown>;
export type Sample =
  | Input
  | {
      input: Input;
      /** Other shapes of the same input: one for each branch of a union that takes an id. */
      also?: Input[];
      /** Unknown ids are passed over instead of refused: why that is right. Nothing may be read or changed by them. */
      passesOver?: string;
      /** Why the own ids are not tried. */
      notTried?: string;
    };

const nothing: Input = () => ({});
const byCampaign: Input = ({ campaign }) => ({ campaignId: campaign });
const byImport: Input = ({ startedImport }) => ({ importId: startedImport });
const bySegment: Input = ({ segment }) => ({ segmentId: segment });
const mapping = {
  delimiter: ",",
  encoding: "utf-8",
  collision: "never",
  columns: [{ to: "field", key: "email" }, { to: "ignore" }],
};
/** A rule that names a segment, a tag and a campaign. */
const rule = ({ segment, tag, sentCampaign }: Ids) => ({
  kind: "group",
  op: "any",
  children: [
    { kind: "segment", operator: "in", segment },
    { kind: "tag", operator: "any", tags: [tag] },
    { kind: "engagement", action: "opened", campaign: sentCampaign },
  ],
});
const fromContacts = ({ contact }: Ids) => ({ kind: "contacts", ids: [contact] });
const fromRule = (ids: Ids) => ({ kind: "condition", condition: rule(ids) });
const fromSegment = ({ segment }: Ids) => ({ kind: "segment", segmentId: segment });
const campaignParts = ({ segment, otherSegment, template, provider, topic: topicId }: Ids) => ({
  audience: { include: [segment], exclude: [otherSegment] },
  content: { document: letter("hello"), templateId: template, topicId },
  providerId: provider,
});
const topic = {
  name: "News",
  description: "",
  visibility: "public",
  defaultIn: false,
  doubleOptIn: false,
};
const view = { name: "New", scope: "team", columns: [{ id: "email" }], sort: { by: "name", direction: "asc" } };
const taggingOf: Input = ({ contact, otherContact }) => ({
  selection: { kind: "ids", ids: [contact, otherContact] },
  action: { kind: "add_tags", tags: ["new"] },
});
const smtp = { kind: "smtp", host: "127.0.0.1", port: 9, security: "none" };

/**
 * One line per procedure of the console: `"<router>.<procedure>": (ids) => input`. Take every id the input can hold
 * from `ids`. A procedure without a line fails tenant-matrix.test.ts. Lines run in this order, deletions last.
 */
export const SAMPLES: Record<string, Sample> = {
  "access.workspace": nothing,
  "access.members": nothing,
  "access.roles": nothing,
  "access.invitations": nothing,
  "access.apiKeys": nothing,
  "access.ssoConnections": nothing,
  "access.auditCheck": nothing,
  "access.checkAudit": nothing,
  "access.audit": { input: ({ campaign }) => ({ entityType: "campaign", entityId: campaign }), passesOver: "a filter" },
  "access.createWorkspace": () => ({ name: "Another", timeZone: "UTC", currency: "EUR", postalAddress: "x" }),
  "access.updateWorkspace": () => ({ locale: "en" }),
  "access.inviteMember": ({ role }) => ({ email: "invited@people.example", role }),
  "access.renewInvitation": ({ invitation }) => ({ id: invitation }),
  "access.revokeInvitation": ({ doomedInvitation }) => ({ id: doomedInvitation }),
  "access.createRole": () => ({ name: "Agency", permissions: ["contact:read"] }),
  "access.updateRole": ({ role }) => ({ id: role, name: "Changed", permissions: ["contact:read"] }),
  "access.changeMemberRole": ({ member, role }) => ({ id: member, role }),
  "access.setMemberStatus": ({ member }) => ({ id: member, status: "suspended" }),
  "access.setBreakGlass": ({ member }) => ({ id: member, on: false }),
  "access.endMemberSessions": ({ member }) => ({ id: member }),
  "access.removeMember": ({ doomedMember }) => ({ id: doomedMember }),
  "access.deleteRole": ({ doomedRole }) => ({ id: doomedRole }),
  "access.enforceSso": () => ({ on: false }),
  "access.createApiKey": () => ({ name: "Another", scopes: ["contact:read"] }),
  "access.createSsoConnection": () => ({
    name: "Another",
    issuer: "https://login.example.com",
    clientId: "c",
    clientSecret: "s",
  }),
  "access.updateSsoConnection": ({ ssoConnection }) => ({ id: ssoConnection, name: "Renamed" }),
  "access.addSsoDomain": ({ ssoConnection }) => ({ id: ssoConnection, domain: "added.example" }),
  "access.verifySsoDomain": {
    input: ({ ssoConnection, domain }) => ({ id: ssoConnection, domain }),
    notTried: "asks DNS",
  },
  "access.removeSsoDomain": ({ ssoConnection, domain }) => ({ id: ssoConnection, domain }),
  "access.deleteSsoConnection": ({ doomedSsoConnection }) => ({ id: doomedSsoConnection }),

  "contacts.list": nothing,
  "contacts.count": nothing,
  "contacts.get": ({ contact }) => ({ id: contact }),
  "contacts.fields": nothing,
  "contacts.tags": nothing,
  "contacts.create": () => ({ firstName: "New", email: "new@people.example" }),
  "contacts.update": ({ contact }) => ({ id: contact, lastName: "Changed" }),
  "contacts.createField": () => ({ key: "shoe", label: "Shoe", type: "number" }),
  "contacts.tag": {
    input: ({ contact, otherContact }) => ({ ids: [contact, otherContact], tags: ["new"] }),
    passesOver: "answers how many are missing",
  },
  "contacts.untag": {
    input: ({ contact, otherContact }) => ({ ids: [contact, otherContact], tags: ["new"] }),
    passesOver: "answers how many are missing",
  },
  "contacts.renameTag": ({ tag }) => ({ id: tag, name: "renamed" }),
  "contacts.deleteTag": ({ doomedTag }) => ({ id: doomedTag }),
  "contacts.fieldSummaries": nothing,
  "contacts.renameField": ({ contactField }) => ({ id: contactField, label: "Renamed" }),
  "contacts.forecastRetype": ({ contactField }) => ({ id: contactField, type: "number" }),
  "contacts.retypeField": ({ contactField }) => ({ id: contactField, type: "number" }),
  "contacts.undoRetype": ({ contactField }) => ({ id: contactField }),
  "contacts.retryRetype": ({ contactField }) => ({ id: contactField }),
  "contacts.archiveField": ({ doomedContactField }) => ({ id: doomedContactField }),
  "contacts.restoreField": ({ contactField }) => ({ id: contactField }),

  "people.views": nothing,
  "people.tray": nothing,
  "people.bulkJobs": nothing,
  "people.exports": nothing,
  "people.bulkJob": ({ bulkJob }) => ({ id: bulkJob }),
  "people.bulkRows": ({ bulkJob }) => ({ id: bulkJob }),
  "people.export": ({ export: id }) => ({ id }),
  "people.createView": (ids) => ({ ...view, filter: rule(ids) }),
  "people.updateView": ({ savedView }) => ({ id: savedView, name: "Renamed" }),
  "people.setDefaultView": ({ savedView }) => ({ id: savedView }),
  "people.deleteView": ({ doomedSavedView }) => ({ id: doomedSavedView }),
  "people.previewBulk": { input: taggingOf, passesOver: "answers how many there are" },
  "people.startBulk": { input: taggingOf, passesOver: "answers how many there are" },
  "people.cancelBulk": ({ bulkJob }) => ({ id: bulkJob }),
  "people.undoBulk": ({ bulkJob }) => ({ id: bulkJob }),
  "people.createExport": {
    input: ({ contact, otherContact }) => ({ selection: { kind: "ids", ids: [contact, otherContact] }, format: "csv" }),
    passesOver: "writes who is there",
  },
  "people.cancelExport": ({ export: id }) => ({ id }),

  "companies.list": nothing,
  "companies.get": ({ company }) => ({ id: company }),
  "companies.people": ({ company }) => ({ companyId: company }),
  "companies.ofContact": ({ contact }) => ({ contactId: contact }),
  "companies.fields": nothing,
  "companies.settings": nothing,
  "companies.create": () => ({ name: "New" }),
  "companies.update": ({ company }) => ({ id: company, name: "Renamed" }),
  "companies.createField": () => ({ key: "floors", label: "Floors", type: "number" }),
  "companies.changeField": ({ companyField }) => ({ id: companyField, label: "Renamed" }),
  "companies.setSettings": () => ({ suggestByDomain: true }),
  "companies.assign": ({ company, contact }) => ({ companyId: company, contactId: contact, role: "Buyer" }),
  "companies.unassign": ({ company, contact }) => ({ companyId: company, contactId: contact }),
  "companies.delete": ({ doomedCompany }) => ({ id: doomedCompany }),

  "profiles.timeline": ({ contact }) => ({ contactId: contact }),
  "profiles.timelineCounts": ({ contact }) => ({ contactId: contact }),
  "profiles.merges": ({ contact }) => ({ contactId: contact }),
  "profiles.previewMerge": ({ contact, otherContact }) => ({ winnerId: contact, loserId: otherContact }),
  "profiles.unmerge": ({ doomedMerge }) => ({ mergeId: doomedMerge }),

  "consent.get": ({ contact }) => ({ contactId: contact }),
  "consent.states": {
    input: ({ contact, otherContact }) => ({ contactIds: [contact, otherContact] }),
    passesOver: "answers only about people it finds",
  },
  "consent.suppressions": nothing,
  "consent.set": ({ contact, topic }) => ({ contactId: contact, topicId: topic, state: "granted", evidence: "paper" }),
  "consent.topics": nothing,
  "consent.topicChoices": nothing,
  "consent.sendingPolicy": nothing,
  "consent.setSendingPolicy": () => ({ cap: { count: 3, days: 7 }, quietHours: null }),
  "consent.checkLedger": nothing,
  "consent.createTopic": () => topic,
  "consent.updateTopic": ({ topic: id }) => ({ ...topic, id, name: "Changed" }),
  "consent.sortTopics": {
    input: ({ topic: id, doomedTopic }) => ({ ids: [id, doomedTopic] }),
    passesOver: "a list that is out of date sorts what is left",
  },
  "consent.archiveTopic": ({ topic: id }) => ({ id, archived: false }),
  "consent.deleteTopic": ({ doomedTopic }) => ({ id: doomedTopic }),
  "consent.suppress": () => ({ addresses: ["never@people.example"] }),
  "consent.unsuppress": ({ address }) => ({ address, why: "entered by mistake" }),

  "imports.list": nothing,
  "imports.get": byImport,
  "imports.problems": byImport,
  "imports.preview": ({ import: waiting }) => ({ importId: waiting }),
  "imports.forecast": ({ import: waiting }) => ({ importId: waiting, mapping }),
  "imports.start": ({ import: waiting }) => ({ importId: waiting, mapping, consent: { kind: "none" } }),
  "imports.pause": byImport,
  "imports.resume": byImport,
  "imports.cancel": byImport,

  "segments.list": nothing,
  "segments.get": bySegment,
  "segments.fields": nothing,
  "segments.vocabulary": nothing,
  "segments.count": { input: () => ({ condition: everyone }), also: [(ids) => ({ condition: rule(ids) })] },
  "segments.sample": { input: () => ({ condition: everyone }), also: [(ids) => ({ condition: rule(ids) })] },
  "segments.reach": {
    input: ({ segment }) => ({ condition: everyone, segmentId: segment }),
    also: [(ids) => ({ condition: rule(ids) })],
  },
  "segments.nearMisses": { input: () => ({ condition: everyone }), also: [(ids) => ({ condition: rule(ids) })] },
  "segments.costs": { input: () => ({ condition: everyone }), also: [(ids) => ({ condition: rule(ids) })] },
  "segments.explain": ({ segment, contact }) => ({ segmentId: segment, contactId: contact }),
  "segments.explainRule": {
    input: ({ contact }) => ({ condition: everyone, contactId: contact }),
    also: [(ids) => ({ condition: rule(ids), contactId: ids.contact })],
  },
  "segments.readSentence": () => ({ text: "first name is Ada" }),
  "segments.compare": ({ segment, otherSegment }) => ({ segmentIds: [segment, otherSegment] }),
  "segments.sizes": bySegment,
  "segments.nextRuns": () => ({ schedule: { cron: "0 6 * * *", timeZone: "UTC" } }),
  "segments.members": bySegment,
  "segments.days": bySegment,
  "segments.ofContact": ({ contact }) => ({ contactId: contact }),
  "segments.create": {
    input: () => ({ name: "New", condition: everyone }),
    also: [(ids) => ({ name: "Ruled", condition: rule(ids) })],
  },
  "segments.createStatic": {
    input: (ids) => ({ name: "By hand", from: fromContacts(ids) }),
    also: [(ids) => ({ name: "Copied", from: fromSegment(ids) }), (ids) => ({ name: "By rule", from: fromRule(ids) })],
    passesOver: "names the first it does not know",
  },
  "segments.addMembers": {
    input: (ids) => ({ segmentId: ids.staticSegment, from: fromContacts(ids) }),
    also: [(ids) => ({ segmentId: ids.staticSegment, from: fromSegment(ids) })],
    passesOver: "names the first it does not know",
  },
  "segments.removeMembers": {
    input: (ids) => ({ segmentId: ids.staticSegment, from: fromContacts(ids) }),
    also: [(ids) => ({ segmentId: ids.staticSegment, from: fromSegment(ids) })],
    passesOver: "names the first it does not know",
  },
  "segments.describe": ({ segment }) => ({ segmentId: segment, description: "Changed" }),
  "segments.update": {
    input: ({ segment }) => ({ segmentId: segment, name: "Renamed", condition: everyone }),
    also: [(ids) => ({ segmentId: ids.otherSegment, name: "Ruled again", condition: rule(ids) })],
  },
  "segments.setStatus": ({ segment }) => ({ segmentId: segment, status: "active" }),
  "segments.refresh": bySegment,
  "segments.delete": ({ doomedSegment }) => ({ segmentId: doomedSegment }),

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
  "content.archive": ({ doomedTemplate }) => ({ id: doomedTemplate }),

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
  "campaigns.recipients": ({ sentCampaign }) => ({ campaignId: sentCampaign }),
  "campaigns.explain": ({ sentCampaign, contact }) => ({ campaignId: sentCampaign, contactId: contact }),
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

  "home.overview": nothing,
  "home.counts": nothing,
  "system.figures": nothing,
  "system.runs": nothing,
  "system.run": ({ run }) => ({ runId: run }),
  "system.retry": ({ run }) => ({ runId: run }),
  "system.cancel": ({ run }) => ({ runId: run }),
  "demo.request": nothing,
  "demo.remove": nothing,

  "channels.setDefaultProvider": ({ provider }) => ({ providerId: provider }),
  "profiles.merge": ({ contact, doomedLoser }) => ({ winnerId: contact, loserId: doomedLoser }),
  "contacts.delete": ({ doomedContact }) => ({ ids: [doomedContact] }),
  "access.revokeApiKey": ({ doomedApiKey }) => ({ id: doomedApiKey }),
};

/** What the routes of the public API take beyond the procedure with the same input: `"METHOD /path": (ids) => body`. */
export const REST_SAMPLES: Record<string, Sample> = {
  "GET /outbox": nothing,
  "POST /imports": () => ({ csv: "email\nnew@people.example\n", consent: { kind: "none" } }),
  "GET /segments/{id}/count": nothing,
  "POST /segments": () => ({ name: "New", condition: everyone }),
  "GET /campaigns/{id}/explain": ({ contact }) => ({ contactId: contact }),
  "GET /exports/{id}/download": nothing,
};

/**
 * Whose id stands in a path, by its beginning or as a whole: `/campaigns/{id}` names a campaign. A deletion names the
 * doomed one, where there is one.
 */
export const OWNERS: Record<string, keyof Ids> = {
  "api-keys": "apiKey",
  "sso/connections": "ssoConnection",
  campaigns: "campaign",
  "campaigns/{id}/unknown": "sentCampaign",
  "campaigns/{id}/again/{runId}/resume": "sentCampaign",
  "analytics/campaigns": "sentCampaign",
  outbox: "message",
  providers: "provider",
  contacts: "contact",
  users: "contact",
  "contact-fields": "contactField",
  tags: "tag",
  templates: "template",
  imports: "startedImport",
  segments: "segment",
  "segments/{id}/members": "staticSegment",
  "segments/{id}/members/remove": "staticSegment",
  suppressions: "address",
  merges: "doomedMerge",
  companies: "company",
  "company-fields": "companyField",
  topics: "topic",
  "bulk-jobs": "bulkJob",
  exports: "export",
  "saved-views": "savedView",
};
