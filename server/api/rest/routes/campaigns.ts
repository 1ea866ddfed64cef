import "server-only";
import {
  createCampaign,
  deleteCampaign,
  duplicateCampaign,
  getCampaign,
  getCampaignReport,
  launchCampaign,
  listCampaignRecipients,
  listCampaigns,
  pauseCampaign,
  preflightCampaign,
  resumeCampaign,
  scheduleCampaign,
  terminateCampaign,
  updateCampaign,
} from "@/server/campaigns";
import { type RestRequest, type RestRoute, restRoute } from "../route";

const tag = "Campaigns";
const byId = ({ params }: RestRequest) => ({ campaignId: params.id });

/** Specs 001, 003 and 004: `/launch`, `/trigger` and `executeCampaign` are one transition. */
export const campaignRoutes: readonly RestRoute[] = [
  restRoute(createCampaign, { method: "POST", path: "/campaigns", tag, summary: "Create a draft campaign" }),
  restRoute(listCampaigns, {
    method: "GET",
    path: "/campaigns",
    tag,
    summary: "List campaigns, newest first",
    from: ({ query }) => ({ ...query, status: query.status?.split(",") }),
  }),
  restRoute(getCampaign, { method: "GET", path: "/campaigns/{id}", tag, summary: "Get a campaign", from: byId }),
  restRoute(updateCampaign, {
    method: "PUT",
    path: "/campaigns/{id}",
    tag,
    summary: "Change a draft or scheduled campaign",
    from: ({ params, body }) => ({ ...(body as object), campaignId: params.id }),
  }),
  restRoute(deleteCampaign, { method: "DELETE", path: "/campaigns/{id}", tag, summary: "Delete a draft", from: byId }),
  restRoute(duplicateCampaign, {
    method: "POST",
    path: "/campaigns/{id}/duplicate",
    tag,
    summary: "Copy a campaign into a new draft",
    from: byId,
  }),
  restRoute(preflightCampaign, {
    method: "GET",
    path: "/campaigns/{id}/preflight",
    tag,
    summary: "Run the pre-flight checks",
    from: byId,
  }),
  restRoute(launchCampaign, {
    method: "POST",
    path: "/campaigns/{id}/launch",
    aliases: ["/campaigns/{id}/trigger"],
    tag,
    summary: "Launch now",
    status: 202,
    needsIdempotencyKey: true,
    from: byId,
  }),
  restRoute(scheduleCampaign, {
    method: "POST",
    path: "/campaigns/{id}/schedule",
    tag,
    summary: "Launch at a time",
    status: 200,
    from: ({ params, body }) => ({ ...(body as object), campaignId: params.id }),
  }),
  restRoute(pauseCampaign, {
    method: "POST",
    path: "/campaigns/{id}/pause",
    tag,
    summary: "Pause sending",
    status: 200,
    from: byId,
  }),
  restRoute(resumeCampaign, {
    method: "POST",
    path: "/campaigns/{id}/resume",
    tag,
    summary: "Resume sending",
    status: 200,
    from: byId,
  }),
  restRoute(terminateCampaign, {
    method: "POST",
    path: "/campaigns/{id}/terminate",
    tag,
    summary: "Stop for good",
    status: 200,
    from: byId,
  }),
  restRoute(getCampaignReport, {
    method: "GET",
    path: "/campaigns/{id}/metrics",
    aliases: ["/analytics/campaigns/{id}"],
    tag,
    summary: "Numbers of a campaign, each a count of rows",
    from: byId,
  }),
  restRoute(listCampaignRecipients, {
    method: "GET",
    path: "/campaigns/{id}/recipients",
    tag,
    summary: "Who got it, who did not and why",
    from: ({ params, query }) => ({ ...query, campaignId: params.id }),
  }),
];
