import { alignCampaignRun, finishCampaignRun, pauseHeldRun } from "./follow-run";
import { launchScheduledCampaign } from "./launch-scheduled";
import { prepareCampaignRun } from "./prepare-run";

export const campaignFunctions = [
  prepareCampaignRun,
  launchScheduledCampaign,
  finishCampaignRun,
  pauseHeldRun,
  alignCampaignRun,
];
