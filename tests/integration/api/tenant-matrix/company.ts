import { randomUUID } from "node:crypto";
import type { EmailDocument } from "@/contracts/documents/email";
import { type IdKind, parsePublicId, publicId } from "@/contracts/ids";
import { NEWEST_FIRST } from "@/contracts/people";
import {
  addSsoDomain,
  createApiKey,
  createRole,
  createSsoConnection,
  inviteMember,
  updateBrand,
  updateWorkspace,
} from "@/server/access";
import { answerTrackingRoute } from "@/server/api/public";
import { createCampaign, getCampaignReport, launchCampaign, scheduleCampaign } from "@/server/campaigns";
import { addDomain, createProvider, listOutbox } from "@/server/channels";
import { assignCompany, createCompany, createCompanyField, setCompanySettings } from "@/server/companies";
import { addSuppression, createTopic, setConsent, setSendingPolicy } from "@/server/consent";
import { createContact, createContactField, listTags } from "@/server/contacts";
import {
  commentTemplate,
  createSnippet,
  createTemplate,
  keepImage,
  saveTemplate,
  setContentPolicy,
} from "@/server/content";
import { drainHits, sendTest, simulateNews } from "@/server/delivery";
import { openUrl } from "@/server/delivery/tokens";
import { createForm } from "@/server/forms";
import { createImport, getImport, importCsvText, saveUpload } from "@/server/imports";
import { announceEvent, createWebhook, listWebhookMessages } from "@/server/integrations";
import { createExport, createView, getExport, setDefaultView, startBulk } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { openMessageId } from "@/server/platform/message-ref";
import { mergeContacts } from "@/server/profiles";
import { createSegment, createStaticSegment, getSegment, updateSegment } from "@/server/segments";
import { listRuns } from "@/server/system";
import { createWorkspace } from "../../../support/fixtures";
import { pngOf } from "../../../support/pictures";
import { createPerson, slugOfWorkspace } from "../../../support/sign-in";
import { eventually } from "../../../support/worker";
import { makeReviewed, makeSeries } from "./series";

/** What a company owns and others may try to name. `doomed…` are there to be deleted. */
export const ID_KINDS = {
  member: "member",
  doomedMember: "member",
  role: "role",
  doomedRole: "role",
  invitation: "invitation",
  doomedInvitation: "invitation",
  contact: "contact",
  otherContact: "contact",
  doomedLoser: "contact",
  savedView: "savedView",
  doomedSavedView: "savedView",
  bulkJob: "bulkJob",
  export: "export",
  company: "company",
  doomedCompany: "company",
  companyField: "companyField",
  doomedMerge: "merge",
  doomedContact: "contact",
  contactField: "contactField",
  doomedContactField: "contactField",
  tag: "tag",
  doomedTag: "tag",
  import: "import",
  startedImport: "import",
  segment: "segment",
  staticSegment: "segment",
  topic: "topic",
  doomedTopic: "topic",
  form: "form",
  otherSegment: "segment",
  doomedSegment: "segment",
  template: "template",
  doomedTemplate: "template",
  draftTemplate: "template",
  snippet: "snippet",
  doomedSnippet: "snippet",
  comment: "reviewEntry",
  asset: "asset",
  doomedAsset: "asset",
  campaign: "campaign",
  scheduledCampaign: "campaign",
  sentCampaign: "campaign",
  series: "campaign",
  reviewedCampaign: "campaign",
  doomedCampaign: "campaign",
  provider: "provider",
  doomedProvider: "provider",
  sendingDomain: "sendingDomain",
  webhook: "webhook",
  doomedWebhook: "webhook",
  webhookMessage: "webhookMessage",
  doomedSendingDomain: "sendingDomain",
  message: "message",
  apiKey: "apiKey",
  doomedApiKey: "apiKey",
  ssoConnection: "ssoConnection",
  doomedSsoConnection: "ssoConnection",
  testRun: "uuid",
  run: "ulid",
  domain: "domain",
  address: "address",
} as const satisfies Record<string, IdKind | "uuid" | "ulid" | "domain" | "address">;
export type IdName = keyof typeof ID_KINDS;
export type Ids = Record<IdName, string>;

/** An id of the same form that nobody has. */
export function madeUpId(name: IdName): string {
  const kind = ID_KINDS[name];
  if (kind === "uuid") return randomUUID();
  if (kind === "ulid") return randomUUID().replaceAll("-", "").slice(0, 26).toUpperCase();
  if (kind === "domain") return `${randomUUID()}.example`;
  if (kind === "address") return `${randomUUID()}@people.example`;
  return publicId(kind, randomUUID());
}

export interface Company {
  ctx: Ctx;
  slug: string;
  /** A word that stands in every text of this company and in no text of another. */
  canary: string;
  ids: Ids;
  /** The same with other doomed ones, for a second transport. */
  restIds: Ids;
  /** An API key with every permission. */
  secret: string;
}

export const letter = (word: string): EmailDocument => ({
  version: 1,
  mode: "code",
  subject: `Subject ${word}`,
  preheader: `Preheader ${word}`,
  text: "",
  html: `<p>Dear {{ contact.first_name | default: '${word}' }}, ${word}</p><a href="https://example.com/${word}">Offer</a>
<p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a>`,
});
const makeSnippet = (ctx: Ctx, key: string, word: string) =>
  createSnippet(ctx, { key: `${key}_${word}`, name: `Snippet ${word}`, body: { mode: "code", html: `Hello ${word}` } });
export const everyone = { kind: "group" as const, op: "all" as const, children: [] };

/** A company with one of everything, made by the product's own commands. Needs a running worker. */
export async function fillCompany(canary: string): Promise<Company> {
  const ctx = await createWorkspace();
  const fresh = (): Ctx => ({ ...ctx, now: new Date() });
  await updateWorkspace(ctx, { name: `Name ${canary}`, postalAddress: `1 Mill Lane, ${canary}` });
  await updateBrand(ctx, { name: `Brand ${canary}`, footer: `Footer ${canary}`, privacyEmail: `no@${canary}.example` });
  const people = await makePeople(ctx, canary);
  const topic = await makeTopic(ctx, `Topic ${canary}`);
  const title = `Title ${canary}`;
  const field = await createCompanyField(ctx, { key: `c_${canary}`, label: `Label ${canary}`, type: "text" });
  const company = await createCompany(ctx, { name: `Company ${canary}`, attributes: { [`c_${canary}`]: canary } });
  await assignCompany(ctx, { companyId: company.id, contactId: people.contact, role: `Buyer ${canary}` });
  await setCompanySettings(ctx, { suggestByDomain: true });
  const role = await createRole(ctx, {
    name: `Role ${canary}`,
    description: `About ${canary}`,
    permissions: ["contact:read"],
  });
  const words = { name: `Made ${canary}`, description: `About ${canary}`, condition: everyone };
  const segment = await createSegment(ctx, words);
  const otherSegment = await createSegment(ctx, { ...words, name: `Other ${canary}` });
  const template = await createTemplate(ctx, { name: `Template ${canary}`, document: letter(canary) });
  await saveTemplate(ctx, { id: template.id, document: letter(`${canary} again`), expectedVersion: 1 });
  await setContentPolicy(ctx, { requiresApproval: false });
  const comment = await commentTemplate(ctx, { id: template.id, version: 1, text: `Comment ${canary}` });
  const snippet = await makeSnippet(ctx, "kept", canary);
  const provider = await makeProvider(ctx, `Road ${canary}`, canary);
  const { secret, ...apiKey } = await createApiKey(ctx, { name: `Key ${canary}`, scopes: [...permissionsOf(ctx)] });
  const sso = await makeSso(ctx, canary);
  await emptySegment(ctx, otherSegment.id);
  const content = { document: letter(canary), templateId: template.id };
  const audience = { include: [segment.id], exclude: [] };
  const campaign = await createCampaign(ctx, { name: `Draft ${canary}`, audience, content });
  const scheduled = await createCampaign(ctx, { name: `Later ${canary}`, audience, content });
  const at = new Date(Date.now() + 86_400_000).toISOString();
  await scheduleCampaign(fresh(), { campaignId: scheduled.id, at });
  const sent = await createCampaign(ctx, { name: `Sent ${canary}`, audience, content });
  await launchCampaign(fresh(), { campaignId: sent.id });
  const test = await sendTest(ctx, { document: letter(canary), addresses: [`test@${canary}.example`] });
  await eventually(
    () => getCampaignReport(fresh(), { campaignId: sent.id }),
    (answer) => answer.campaign.status === "completed",
  );
  const message = await openOneMessage(ctx);
  const [run] = (await listRuns(ctx, { limit: 1 })).data;
  const base = {
    ...people,
    company: company.id,
    ...(await workWithPeople(ctx, people.contact, canary)),
    companyField: field.id,
    snippet: snippet.id,
    role: role.id,
    topic,
    form: (
      await createForm(ctx, { name: `Form ${canary}`, title, wording: `I agree to ${canary}.`, topicIds: [topic] })
    ).id,
    staticSegment: (await createStaticSegment(ctx, { name: `By hand ${canary}` })).id,
    member: await makeMember(ctx, `member@${canary}.example`, canary),
    invitation: (await inviteMember(ctx, { email: `invited@${canary}.example`, role: role.id })).id,
    segment: segment.id,
    otherSegment: otherSegment.id,
    template: template.id,
    comment: comment.id,
    asset: (await keepImage(ctx, { name: `Picture ${canary}`, alt: `Alt ${canary}` }, pngOf([1, 2, 3]))).id,
    campaign: campaign.id,
    scheduledCampaign: scheduled.id,
    sentCampaign: sent.id,
    reviewedCampaign: await makeReviewed(ctx, { name: `Reviewed ${canary}`, audience, content }),
    series: await makeSeries(fresh, { name: `Weekly ${canary}`, audience, content }),
    provider,
    sendingDomain: (await addDomain(ctx, { domain: `${canary}.example` })).id,
    ...(await makeHeardWebhook(ctx, canary)),
    message,
    apiKey: apiKey.id,
    ssoConnection: sso.id,
    testRun: test.runId,
    run: run?.id ?? "",
  };
  return {
    ctx,
    slug: await slugOfWorkspace(ctx),
    canary,
    ids: { ...base, ...(await makeDoomed(ctx, canary, sso.id, 1)) },
    restIds: { ...base, ...(await makeDoomed(ctx, canary, sso.id, 2)) },
    secret,
  };
}

const permissionsOf = (ctx: Ctx) => (ctx.actor.type === "member" ? ctx.actor.permissions : []);

async function makePeople(ctx: Ctx, canary: string) {
  const field = await createContactField(ctx, { key: `k_${canary}`, label: `Label ${canary}`, type: "text" });
  const person = {
    firstName: `First ${canary}`,
    lastName: `Last ${canary}`,
    tags: [`tag ${canary}`],
    attributes: { [`k_${canary}`]: `Value ${canary}` },
  };
  const contact = await createContact(ctx, { ...person, email: `one@${canary}.example`, externalId: `x1-${canary}` });
  const other = await createContact(ctx, { ...person, email: `two@${canary}.example`, externalId: `x2-${canary}` });
  for (const contactId of [contact.id, other.id])
    await setConsent(ctx, { contactId, state: "granted", evidence: `Paper ${canary}`, wording: `Yes ${canary}` });
  const csv = `email,first name\nthree@${canary}.example,Third ${canary}\nnot an address ${canary},x\n`;
  const consent = { kind: "granted" as const, source: `Form ${canary}`, wording: `Please ${canary}` };
  const started = await importCsvText(ctx, { csv, fileName: `${canary}.csv`, consent });
  const upload = await saveUpload([Buffer.from(csv)]);
  const waiting = await createImport(ctx, { ...upload, fileName: `waiting-${canary}.csv` });
  await eventually(
    () => getImport(ctx, { importId: started.id }),
    (answer) => answer.status === "done",
  );
  const [tag] = await listTags(ctx, {});
  return {
    contact: contact.id,
    otherContact: other.id,
    contactField: field.id,
    tag: tag?.id ?? "",
    import: waiting.id,
    startedImport: started.id,
  };
}

async function makeProvider(ctx: Ctx, name: string, canary: string): Promise<string> {
  const settings = { kind: "smtp" as const, host: `${canary}.example`, port: 25, security: "none" as const };
  const secrets = { secret: `secret-${canary}`, webhookSecret: `hook-${canary}` };
  const sender = { fromEmail: `from@${canary}.example`, fromName: `From ${canary}` };
  return (await createProvider(ctx, { name, settings, ...secrets, ...sender })).id;
}

const makeWebhook = (ctx: Ctx, canary: string) =>
  createWebhook(ctx, {
    url: `https://${canary}.example/hook`,
    description: `Hook ${canary}`,
    eventTypes: ["campaign.terminated"],
  });

/** An endpoint with one message, which is due in a time no test sees. */
async function makeHeardWebhook(ctx: Ctx, canary: string) {
  const { id } = await makeWebhook(ctx, canary);
  const at = new Date("2999-01-01");
  const data = { workspaceNo: ctx.workspaceNo, campaignNo: 1 };
  await announceEvent({ id: randomUUID(), name: "campaign.terminated", at, data });
  const [message] = (await listWebhookMessages(ctx, { webhookId: id })).data;
  return { webhook: id, webhookMessage: message?.id ?? "" };
}

const makeSso = (ctx: Ctx, canary: string) =>
  createSsoConnection(ctx, {
    name: `Sign-on ${canary}`,
    issuer: `https://${randomUUID()}.${canary}.example`,
    clientId: `client-${canary}`,
    clientSecret: `secret-${canary}`,
  });

const viewOf = (name: string) => ({ name, scope: "team" as const, columns: [{ id: "email" }], sort: NEWEST_FIRST });

/** A view, a bulk action and an export. */
async function workWithPeople(ctx: Ctx, contact: string, canary: string) {
  const view = await createView(ctx, viewOf(`View ${canary}`));
  await setDefaultView(ctx, { id: view.id });
  const selection = { kind: "ids" as const, ids: [contact] };
  const job = await startBulk(ctx, { selection, action: { kind: "add_tags", tags: [`picked ${canary}`] } });
  const file = await createExport(ctx, { selection, columns: ["email"], options: { bom: false } });
  await eventually(
    () => getExport(ctx, { id: file.id }),
    (answer) => answer.status === "done",
  );
  return { savedView: view.id, bulkJob: job.id, export: file.id };
}

async function makeTopic(ctx: Ctx, name: string): Promise<string> {
  const choices = { visibility: "public" as const, defaultIn: false, doubleOptIn: false };
  return (await createTopic(ctx, { name, description: name, ...choices })).id;
}

async function makeMember(ctx: Ctx, email: string, name: string): Promise<string> {
  const userId = await createPerson(email, "correct horse battery", [{ workspace: ctx, role: "viewer" }]);
  const sql = pipelineSql();
  await sql`update users set name = ${name} where id = ${userId}`;
  const [row] = await sql<{ id: string }[]>`
    select id from members where workspace_no = ${ctx.workspaceNo} and user_id = ${userId}`;
  return publicId("member", row?.id ?? "");
}

/** What is deleted, or can be used once. */
async function makeDoomed(ctx: Ctx, canary: string, ssoConnection: string, n: number) {
  const name = `Doomed ${n} ${canary}`;
  const field = await createContactField(ctx, { key: `doomed_${n}_${canary}`, label: name, type: "text" });
  const [contact, loser, winner, merged] = await Promise.all(
    ["doomed", "loser", "winner", "merged"].map((who) =>
      createContact(ctx, { firstName: name, email: `${who}${n}@${canary}.example`, tags: [name] }),
    ),
  );
  if (!contact || !loser || !winner || !merged) throw new Error("Four contacts were made.");
  const merge = await mergeContacts(ctx, { winnerId: winner.id, loserId: merged.id });
  const tags = await listTags(ctx, {});
  const domain = `proof${n}.${canary}.example`;
  await addSsoDomain(ctx, { id: ssoConnection, domain });
  const address = `no${n}@${canary}.example`;
  await setSendingPolicy(ctx, { cap: { count: 100, days: 7 }, quietHours: null });
  await addSuppression(ctx, { addresses: [address] });
  return {
    domain,
    address,
    doomedApiKey: (await createApiKey(ctx, { name, scopes: ["contact:read"] })).id,
    doomedContact: contact.id,
    doomedSavedView: (await createView(ctx, viewOf(name))).id,
    doomedCompany: (await createCompany(ctx, { name })).id,
    doomedTopic: await makeTopic(ctx, name),
    doomedLoser: loser.id,
    doomedMerge: merge.mergeId,
    doomedMember: await makeMember(ctx, `doomed-member${n}@${canary}.example`, canary),
    doomedRole: (await createRole(ctx, { name, permissions: ["contact:read"] })).id,
    doomedInvitation: (await inviteMember(ctx, { email: `doomed-guest${n}@${canary}.example`, role: "viewer" })).id,
    doomedContactField: field.id,
    doomedTag: tags.find((tag) => tag.name === name)?.id ?? "",
    doomedSegment: (await createSegment(ctx, { name, condition: everyone })).id,
    doomedTemplate: (await createTemplate(ctx, { name, document: letter(canary) })).id,
    doomedSnippet: (await makeSnippet(ctx, `doomed_${n}`, canary)).id,
    doomedAsset: (await keepImage(ctx, { name, alt: name }, pngOf([4, 5, n]))).id,
    draftTemplate: (await createTemplate(ctx, { name: `Draft ${n} ${canary}`, document: letter(canary) })).id,
    doomedCampaign: (await createCampaign(ctx, { name })).id,
    doomedSendingDomain: (await addDomain(ctx, { domain: `doomed${n}.${canary}.example` })).id,
    doomedWebhook: (await makeWebhook(ctx, canary)).id,
    doomedProvider: await makeProvider(ctx, name, canary),
    doomedSsoConnection: (await makeSso(ctx, canary)).id,
  };
}

/** Changes the rule so that everybody leaves: what is left is history. */
async function emptySegment(ctx: Ctx, segmentId: string): Promise<void> {
  const members = async () => (await getSegment(ctx, { segmentId })).memberCount;
  await eventually(members, (count) => count !== null && count > 0);
  const condition = { kind: "consent" as const, channel: "email" as const, state: "denied" as const };
  await updateSegment(ctx, { segmentId, name: `Empty ${segmentId}`, condition });
  await eventually(members, (count) => count === 0);
}

/** Opens one message and plays a bounce for it; answers its id. */
async function openOneMessage(ctx: Ctx): Promise<string> {
  const { data } = await listOutbox(ctx, {});
  const refs = data.flatMap(({ id }) => {
    const ref = openMessageId(parsePublicId("message", id) ?? "");
    return ref ? [{ id, ref }] : [];
  });
  const [first] = refs;
  if (!first) throw new Error("The campaign wrote no message.");
  await answerTrackingRoute(new Request(openUrl(first.ref), { headers: { "user-agent": "Mozilla/5.0 Firefox/140" } }));
  await drainHits();
  await simulateNews(ctx, { messageId: first.id, news: "soft_bounce" });
  return first.id;
}
