import { pngOf } from "../../../support/pictures";
import { everyone, type Ids } from "./company";
import { nothing, type Samples } from "./sample";
import { peopleSamples } from "./samples-people";
import { sendingSamples } from "./samples-sending";
import { workspaceSamples } from "./samples-workspace";

/**
 * One line per procedure of the console. A procedure without a line fails tenant-matrix.test.ts. Lines run in this
 * order, so what other lines need goes last.
 */
export const SAMPLES: Samples = {
  ...workspaceSamples,
  ...peopleSamples,
  ...sendingSamples,
  "channels.setDefaultProvider": ({ provider }) => ({ providerId: provider }),
  "profiles.merge": ({ contact, doomedLoser }) => ({ winnerId: contact, loserId: doomedLoser }),
  "contacts.delete": ({ doomedContact }) => ({ ids: [doomedContact] }),
  "access.revokeApiKey": ({ doomedApiKey }) => ({ id: doomedApiKey }),
};

/** What the routes of the public API take beyond the procedure with the same input: `"METHOD /path": (ids) => body`. */
export const REST_SAMPLES: Samples = {
  "GET /exports/{id}/download": nothing,
  "POST /assets": () => ({ name: "Dot", data: pngOf([9, 9, 9]).toString("base64") }),
  "POST /segments": () => ({ name: "New", condition: everyone }),
  "GET /campaigns/{id}/explain": ({ contact }) => ({ contact }),
  "GET /outbox": nothing,
  "GET /suppressions/export": nothing,
  "POST /suppressions": () => ({ addresses: ["never@people.example"] }),
  "POST /imports": () => ({ csv: "email\nnew@people.example\n", consent: { kind: "none" } }),
  "GET /segments/{id}/count": nothing,
  "GET /contacts/{id}/consent/proof": nothing,
};

/**
 * Whose id stands in a path, by its beginning or as a whole: `/campaigns/{id}` names a campaign. A deletion names the
 * doomed one, where there is one.
 */
export const OWNERS: Record<string, keyof Ids> = {
  "api-keys": "apiKey",
  "sso/connections": "ssoConnection",
  campaigns: "campaign",
  "campaigns/{id}/occurrences": "series",
  "campaigns/{id}/occurrences/skip": "series",
  "campaigns/{id}/review": "reviewedCampaign",
  "campaigns/{id}/review/request": "campaign",
  "campaigns/{id}/review/comments": "campaign",
  "campaigns/{id}/review/approve": "reviewedCampaign",
  "campaigns/{id}/review/send-back": "reviewedCampaign",
  "campaigns/{id}/review/withdraw": "reviewedCampaign",
  "campaigns/{id}/unschedule": "scheduledCampaign",
  "campaigns/{id}/undo": "scheduledCampaign",
  "campaigns/{id}/unknown": "sentCampaign",
  "campaigns/{id}/explain": "sentCampaign",
  "campaigns/{id}/timeline": "sentCampaign",
  "campaigns/{id}/links": "sentCampaign",
  "campaigns/{id}/comparison": "sentCampaign",
  "campaigns/{id}/retry": "sentCampaign",
  "campaigns/{id}/write-to-silent": "sentCampaign",
  "campaigns/{id}/segments": "sentCampaign",
  "campaigns/{id}/recipients": "sentCampaign",
  "campaigns/{id}/recipients/export": "sentCampaign",
  "campaigns/{id}/again/{runId}/resume": "sentCampaign",
  "analytics/campaigns": "sentCampaign",
  outbox: "message",
  providers: "provider",
  domains: "sendingDomain",
  webhooks: "webhook",
  contacts: "contact",
  users: "contact",
  "contact-fields": "contactField",
  tags: "tag",
  templates: "template",
  assets: "asset",
  "templates/{id}/request-approval": "draftTemplate",
  "templates/{id}/approve": "draftTemplate",
  "templates/{id}/send-back": "draftTemplate",
  "templates/{id}/versions/{version}/withdraw-approval": "draftTemplate",
  snippets: "snippet",
  imports: "startedImport",
  "imports/{id}/preview": "import",
  "imports/{id}/forecast": "import",
  "imports/{id}/start": "import",
  segments: "segment",
  suppressions: "address",
  merges: "doomedMerge",
  companies: "company",
  "bulk-jobs": "bulkJob",
  exports: "export",
  "saved-views": "savedView",
  "company-fields": "companyField",
  topics: "topic",
  forms: "form",
  "segments/{id}/members": "staticSegment",
  "segments/{id}/members/remove": "staticSegment",
};
