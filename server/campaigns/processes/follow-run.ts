import "server-only";
import { isSeries } from "@/contracts/campaign-schedule";
import { holdRun, releaseRun, runCounts, stopRun } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { failCampaign, finishCampaign, markPaused } from "../commands/move-campaign";
import { takeOccurrence } from "../commands/take-occurrence";
import { loadCampaignByNo, loadCampaignByRun } from "../load";
import { zonesFor } from "../zones";
import { launchVersion } from "./launch-campaign";

/** A run has no open batch left: ends the campaign, once nobody of its audience is pending. */
export async function finishIfDrained(ctx: Ctx, runNo: number): Promise<string> {
  const campaign = await inWorkspace(ctx.workspaceNo, (tx) => loadCampaignByRun(tx, ctx.workspaceNo, runNo));
  if (!campaign) return "not a campaign";
  const counts = await runCounts(ctx, { runNo });
  if (counts.pending > 0) return `${counts.pending} pending`;
  const { status } = await finishCampaign(ctx, {
    campaignNo: campaign.campaignNo,
    failed: counts.failed,
    unknown: counts.unknown,
  });
  return status;
}

/** The road out refused: the campaign shows as paused, and says why in the audit log and on its run. */
export async function pauseHeldCampaign(ctx: Ctx, runNo: number): Promise<void> {
  const campaign = await inWorkspace(ctx.workspaceNo, (tx) => loadCampaignByRun(tx, ctx.workspaceNo, runNo));
  if (campaign && (campaign.status === "active" || campaign.status === "preparing"))
    await markPaused(ctx, { campaignId: campaign.id });
}

/** Makes the run agree with the campaign, for a pause, resume or stop that was cut off between its two lines. */
export async function alignRun(ctx: Ctx, campaignNo: number): Promise<void> {
  const campaign = await inWorkspace(ctx.workspaceNo, (tx) => loadCampaignByNo(tx, ctx.workspaceNo, campaignNo));
  if (campaign.runNo === null) return;
  if (campaign.status === "paused") await holdRun(ctx, { runNo: campaign.runNo });
  if (campaign.status === "active") await releaseRun(ctx, { runNo: campaign.runNo });
  if (campaign.status === "terminated") await stopRun(ctx, { runNo: campaign.runNo });
}

/**
 * The time of a scheduled campaign has come: it is launched, or, where it repeats, starts its occurrence. A campaign that was moved, sent or taken back meanwhile has another version
 * and is left alone; one that today's checks refuse goes back to draft with the reasons in its audit trail.
 */
export async function launchScheduled(ctx: Ctx, campaignNo: number, version: number): Promise<string> {
  const campaign = await inWorkspace(ctx.workspaceNo, (tx) => loadCampaignByNo(tx, ctx.workspaceNo, campaignNo));
  if (campaign.status !== "scheduled" || campaign.version !== version || campaign.dueAt === null) return "superseded";
  // The clock of this machine is behind: the engine has to ask again.
  if (campaign.dueAt.getTime() > ctx.now.getTime())
    throw new Error(`Campaign ${campaignNo} woke before its time, ${campaign.dueAt.toISOString()}.`);
  if (isSeries(campaign.schedule)) {
    const zones = await zonesFor(ctx.workspaceNo, campaign.schedule);
    return (await takeOccurrence(ctx, { campaignNo, version, zones })).outcome;
  }
  try {
    return (await launchVersion(ctx, campaign.id, version)).status;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "PREFLIGHT_FAILED") throw error;
    return (await failCampaign(ctx, { campaignNo, version, problem: error.message })).status;
  }
}
