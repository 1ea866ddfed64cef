import "server-only";
import {
  approveCampaign,
  commentCampaign,
  getCampaignPolicy,
  getCampaignReview,
  requestCampaignApproval,
  sendCampaignBack,
  setCampaignPolicy,
  withdrawCampaignReview,
} from "@/server/campaigns";
import { type RestRequest, type RestRoute, restRoute } from "../route";

const tag = "Campaigns";
const withBody = ({ params, body }: RestRequest) => ({ ...(body as object), campaignId: params.id });

/** Approval of campaigns before they leave. */
export const campaignReviewRoutes: readonly RestRoute[] = [
  restRoute(getCampaignPolicy, {
    method: "GET",
    path: "/campaign-policy",
    tag,
    summary: "Whether campaigns need approval",
  }),
  restRoute(setCampaignPolicy, {
    method: "PUT",
    path: "/campaign-policy",
    tag,
    summary: "Say whether campaigns need approval",
  }),
  restRoute(getCampaignReview, {
    method: "GET",
    path: "/campaigns/{id}/review",
    tag,
    summary: "Where the approval stands, and what was said",
    from: ({ params }) => ({ campaignId: params.id }),
  }),
  restRoute(commentCampaign, {
    method: "POST",
    path: "/campaigns/{id}/review/comments",
    tag,
    summary: "Comment on a campaign",
    from: withBody,
  }),
  restRoute(requestCampaignApproval, {
    method: "POST",
    path: "/campaigns/{id}/review/request",
    tag,
    summary: "Ask for approval",
    status: 200,
    from: withBody,
  }),
  restRoute(approveCampaign, {
    method: "POST",
    path: "/campaigns/{id}/review/approve",
    tag,
    summary: "Approve a campaign as it is",
    status: 200,
    from: withBody,
  }),
  restRoute(sendCampaignBack, {
    method: "POST",
    path: "/campaigns/{id}/review/send-back",
    tag,
    summary: "Send a campaign back to its authors",
    status: 200,
    from: withBody,
  }),
  restRoute(withdrawCampaignReview, {
    method: "POST",
    path: "/campaigns/{id}/review/withdraw",
    tag,
    summary: "Take a request or an approval back",
    status: 200,
    from: withBody,
  }),
];
