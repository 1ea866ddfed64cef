import { everyone, type Ids } from "./company";
import { type Input, nothing, rule, type Samples } from "./sample";

const byImport: Input = ({ startedImport }) => ({ importId: startedImport });
const bySegment: Input = ({ segment }) => ({ segmentId: segment });
const mapping = {
  delimiter: ",",
  encoding: "utf-8",
  collision: "never",
  columns: [{ to: "field", key: "email" }, { to: "ignore" }],
};
const fromContacts = ({ contact }: Ids) => ({ kind: "contacts", ids: [contact] });
const fromRule = (ids: Ids) => ({ kind: "condition", condition: rule(ids) });
const fromSegment = ({ segment }: Ids) => ({ kind: "segment", segmentId: segment });
const byName = { by: "email", direction: "asc" };
const action = { kind: "add_tags", tags: ["picked"] };
const signup = { name: "New", title: "Join us", wording: "I want the letter by mail." };
const topic = {
  name: "News",
  description: "",
  visibility: "public",
  defaultIn: false,
  doubleOptIn: false,
};

/** People, companies, what they said, and segments of them. */
export const peopleSamples: Samples = {
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

  "people.views": nothing,
  "people.createView": {
    input: () => ({ name: "New", scope: "team", columns: [{ id: "email" }], sort: byName }),
    also: [(ids) => ({ name: "Ruled", scope: "team", columns: [{ id: "email" }], sort: byName, filter: rule(ids) })],
  },
  "people.updateView": {
    input: ({ savedView }) => ({ id: savedView, name: "Changed" }),
    also: [(ids) => ({ id: ids.savedView, filter: rule(ids) })],
  },
  "people.setDefaultView": ({ savedView }) => ({ id: savedView }),
  "people.deleteView": ({ doomedSavedView }) => ({ id: doomedSavedView }),
  "people.previewBulk": {
    input: ({ contact, otherContact }) => ({ selection: { kind: "ids", ids: [contact, otherContact] }, action }),
    also: [(ids) => ({ selection: { kind: "filter", filter: rule(ids) }, action })],
    passesOver: "people who are gone are skipped",
  },
  "people.startBulk": {
    input: ({ contact, otherContact }) => ({ selection: { kind: "ids", ids: [contact, otherContact] }, action }),
    also: [(ids) => ({ selection: { kind: "filter", filter: rule(ids) }, action })],
    passesOver: "people who are gone are skipped",
  },
  "people.bulkJobs": nothing,
  "people.bulkJob": ({ bulkJob }) => ({ id: bulkJob }),
  "people.bulkRows": ({ bulkJob }) => ({ id: bulkJob }),
  "people.cancelBulk": ({ bulkJob }) => ({ id: bulkJob }),
  "people.undoBulk": ({ bulkJob }) => ({ id: bulkJob }),
  "people.exports": nothing,
  "people.export": ({ export: id }) => ({ id }),
  "people.createExport": {
    input: ({ contact, otherContact }) => ({ selection: { kind: "ids", ids: [contact, otherContact] } }),
    also: [(ids) => ({ selection: { kind: "filter", filter: rule(ids) } })],
    passesOver: "people who are gone are left out",
  },
  "people.cancelExport": ({ export: id }) => ({ id }),
  "people.tray": nothing,

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
  "consent.suppressionCounts": nothing,
  "consent.set": ({ contact, topic }) => ({ contactId: contact, topicId: topic, state: "granted", evidence: "paper" }),
  "consent.ledger": ({ topic: topicId }) => ({ topicId }),
  "consent.ledgerCheck": nothing,
  "consent.sendingPolicy": nothing,
  "consent.setSendingPolicy": () => ({ cap: { count: 3, days: 7 }, quietHours: null }),
  "consent.topics": nothing,
  "consent.topicChoices": nothing,
  "consent.checkLedger": nothing,
  "consent.createTopic": () => topic,
  "consent.updateTopic": ({ topic: id }) => ({ ...topic, id, name: "Changed" }),
  "consent.sortTopics": {
    input: ({ topic: id, doomedTopic }) => ({ ids: [id, doomedTopic] }),
    passesOver: "a list that is out of date sorts what is left",
  },
  "consent.archiveTopic": ({ topic: id }) => ({ id, archived: false }),
  "consent.deleteTopic": ({ doomedTopic }) => ({ id: doomedTopic }),
  "consent.unsuppress": ({ address }) => ({ address, why: "entered by mistake" }),

  "forms.list": nothing,
  "forms.create": ({ topic: id }) => ({ ...signup, topicIds: [id] }),
  "forms.update": ({ form, topic: id }) => ({ ...signup, id: form, topicIds: [id] }),
  "forms.archive": ({ form }) => ({ id: form, archived: false }),

  "imports.list": nothing,
  "imports.get": byImport,
  "imports.problems": byImport,
  "imports.preview": ({ import: waiting }) => ({ importId: waiting }),
  "imports.forecast": ({ import: waiting, staticSegment }) => ({
    importId: waiting,
    mapping: { ...mapping, listId: staticSegment },
  }),
  "imports.start": ({ import: waiting, staticSegment, topic: topicId }) => ({
    importId: waiting,
    mapping: { ...mapping, listId: staticSegment },
    consent: { kind: "none", topics: [{ topicId, source: "paper form" }] },
  }),
  "imports.fromUrl": () => ({ url: "https://files.example.com/people.csv" }),
  "imports.pause": byImport,
  "imports.resume": byImport,
  "imports.cancel": byImport,
  "imports.previewUndo": byImport,
  "imports.undoPeople": byImport,
  "imports.undo": byImport,

  "segments.list": nothing,
  "segments.get": bySegment,
  "segments.fields": nothing,
  "segments.vocabulary": nothing,
  "segments.count": { input: () => ({ condition: everyone }), also: [(ids) => ({ condition: rule(ids) })] },
  "segments.sample": { input: () => ({ condition: everyone }), also: [(ids) => ({ condition: rule(ids) })] },
  "segments.readSentence": () => ({ text: "people who opened something" }),
  "segments.compare": ({ segment, otherSegment }) => ({ segmentIds: [segment, otherSegment] }),
  "segments.sizes": bySegment,
  "segments.nextRuns": () => ({ schedule: { cron: "0 6 * * *", timeZone: "UTC" } }),
  "segments.reach": {
    input: ({ segment }) => ({ condition: everyone, segmentId: segment }),
    also: [(ids) => ({ condition: rule(ids) })],
  },
  "segments.nearMisses": (ids) => ({ condition: rule(ids) }),
  "segments.costs": (ids) => ({ condition: rule(ids) }),
  "segments.explain": ({ segment, contact }) => ({ segmentId: segment, contactId: contact }),
  "segments.explainRule": (ids) => ({ condition: rule(ids), contactId: ids.contact }),
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
};
