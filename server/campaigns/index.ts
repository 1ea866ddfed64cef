import "./dependents";
import "./field-uses";

export { createCampaign } from "./commands/create-campaign";
export { archiveCampaign, deleteCampaign, duplicateCampaign } from "./commands/keep-campaigns";
export { unscheduleCampaign } from "./commands/schedule-campaign";
export { updateCampaign } from "./commands/update-campaign";
export type { Campaign } from "./load";
export { decideUnknownMessages, resumeAgainRun } from "./processes/decide-unknown";
export { alignRun, finishIfDrained, launchScheduled, pauseHeldCampaign } from "./processes/follow-run";
export { launchCampaign, scheduleCampaign } from "./processes/launch-campaign";
export { preflightCampaign, previewAudience } from "./processes/preflight-campaign";
export { prepareRun } from "./processes/prepare-run";
export { pauseCampaign, resumeCampaign, terminateCampaign } from "./processes/steer-campaign";
export { explainCampaign } from "./queries/explain-campaign";
export { getCampaign, listCampaigns } from "./queries/read-campaigns";
export { getCampaignReport, listCampaignRecipients } from "./queries/report-campaign";
