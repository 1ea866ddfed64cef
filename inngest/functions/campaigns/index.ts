import { alignCampaignRun, finishCampaignRun, pauseHeldRun } from "./follow-run";
import { launchOverdueCampaign, requestOverdueCampaigns } from "./launch-overdue";
import { launchScheduledCampaign } from "./launch-scheduled";
import { prepareCampaignRun } from "./prepare-run";

export const campaignFunctions = [
  prepareCampaignRun,
  launchScheduledCampaign,
  requestOverdueCampaigns,
  launchOverdueCampaign,
  finishCampaignRun,
  pauseHeldRun,
  alignCampaignRun,
];
