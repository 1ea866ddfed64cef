import "./asset-uses";
import "./dependents";
import "./field-uses";
import "./snippet-uses";

export { createCampaign } from "./commands/create-campaign";
export { archiveCampaign, deleteCampaign, duplicateCampaign, unarchiveCampaign } from "./commands/keep-campaigns";
export { restoreCampaignVersion } from "./commands/restore-version";
export {
  approveCampaign,
  commentCampaign,
  requestCampaignApproval,
  sendCampaignBack,
  withdrawCampaignReview,
} from "./commands/review-campaign";
export { unscheduleCampaign } from "./commands/schedule-campaign";
export { sendCampaignAgain } from "./commands/send-again";
export { setCampaignPolicy } from "./commands/set-campaign-policy";
export { tagCampaigns } from "./commands/tag-campaigns";
export { updateCampaign } from "./commands/update-campaign";
export { writeToSilent } from "./commands/write-to-silent";
export type { Campaign } from "./load";
export { loadRunOf } from "./load";
export {
  countRetryableMessages,
  decideUnknownMessages,
  resumeAgainRun,
  retryFailedMessages,
} from "./processes/decide-unknown";
export { alignRun, finishIfDrained, launchScheduled, pauseHeldCampaign } from "./processes/follow-run";
export { keepOutcome } from "./processes/keep-outcome";
export { launchCampaign, scheduleCampaign, sendCampaign } from "./processes/launch-campaign";
export { listAudiencePeople } from "./processes/list-audience-people";
export { preflightCampaign, previewAudience } from "./processes/preflight-campaign";
export { prepareRun } from "./processes/prepare-run";
export { requestOverdueLaunches } from "./processes/request-overdue-launches";
export { skipNextOccurrence } from "./processes/series";
export { pauseCampaign, resumeCampaign, terminateCampaign } from "./processes/steer-campaign";
export { campaignNumbers, compareCampaign } from "./queries/compare-campaign";
export { explainCampaign } from "./queries/explain-campaign";
export { getCampaignCalendar } from "./queries/read-calendar";
export { getCampaign, listCampaigns, listCampaignTags } from "./queries/read-campaigns";
export { getCampaignPolicy, getCampaignReview } from "./queries/read-review";
export { getCampaignSeries } from "./queries/read-series";
export { diffCampaignVersions, listCampaignVersions } from "./queries/read-versions";
export {
  getCampaignLinks,
  getCampaignReport,
  getCampaignTimeline,
  listCampaignRecipients,
} from "./queries/report-campaign";
