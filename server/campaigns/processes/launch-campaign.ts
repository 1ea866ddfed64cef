import "server-only";
import { z } from "zod";
import { isSeries } from "@/contracts/campaign-schedule";
import type { PreflightFinding } from "@/contracts/campaigns";
import { idOf } from "@/contracts/ids";
import { defineProcess } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { markLaunched } from "../commands/mark-launched";
import { markScheduled } from "../commands/schedule-campaign";
import type { Campaign } from "../load";
import { planOf } from "../rules/due-at";
import { blockersOf } from "../rules/launch-checks";
import { canEdit } from "../rules/lifecycle";
import { decidedAhead } from "../series";
import { noTimeAhead, zonesFor } from "../zones";
import { preflight } from "./preflight-campaign";

/** Refuses with every blocker at once, in the words of the Review step. The stored time is not what is being asked. */
function refuseBlocked(findings: PreflightFinding[]): void {
  const blockers = blockersOf(findings).filter((finding) => finding.code !== "schedule_past");
  if (blockers.length === 0) return;
  throw new AppError("PREFLIGHT_FAILED", blockers.map((b) => b.message).join(" "), {
    checks: blockers.map(({ code, message, step }) => ({ code, message, step })),
  });
}

/**
 * Starts sending now: checks, freezes, and takes the one edge into `preparing`. Of any number of simultaneous calls
 * one succeeds; the others get CONFLICT. Returns before anything is sent.
 */
export const launchCampaign = defineProcess({
  name: "campaign.launch",
  permission: "campaign:launch",
  input: z.object({ campaignId: idOf("campaign") }),
  run: (ctx, { campaignId }) => launchVersion(ctx, campaignId),
});

/** The launch of the version that was decided on, or without one of that which the checks find. */
export async function launchVersion(ctx: Ctx, campaignId: string, version?: number): Promise<Campaign> {
  const { campaign, findings, frozenAudience } = await preflight(ctx, campaignId);
  if (isSeries(campaign.schedule))
    throw new AppError("CONFLICT", "A series starts its occurrences at their times. Use send, or duplicate it.", {
      reason: "WRONG_STATUS",
    });
  if (canEdit(campaign.status)) refuseBlocked(findings);
  return markLaunched(ctx, {
    campaignId,
    expectedVersion: version ?? campaign.version,
    frozenAudience: { ...frozenAudience },
  });
}

/** Fixes a launch for later, refusing today's blockers today; they are checked again when the time comes. */
export const scheduleCampaign = defineProcess({
  name: "campaign.schedule",
  permission: "campaign:launch",
  input: z.object({
    campaignId: idOf("campaign"),
    at: z.iso.datetime({ offset: true }),
    timeZone: z.string().max(64).default("UTC"),
  }),
  async run(ctx, { campaignId, at, timeZone }) {
    const { findings, waterfall } = await preflight(ctx, campaignId);
    refuseBlocked(findings);
    return markScheduled(ctx, {
      campaignId,
      dueAt: new Date(at),
      schedule: { kind: "at", at, timeZone },
      plannedPeople: waterfall?.willReceive ?? null,
    });
  },
});

/**
 * The Send button: launches as the campaign's own schedule says. What goes at once leaves after ten seconds in which it
 * can be taken back (campaign.unschedule): until then there is no run, so nothing can leave.
 */
export const sendCampaign = defineProcess({
  name: "campaign.send",
  permission: "campaign:launch",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, { campaignId }) {
    const { campaign, findings, waterfall } = await preflight(ctx, campaignId);
    refuseBlocked(findings);
    const decided = await inWorkspace(ctx.workspaceNo, (tx) => decidedAhead(tx, campaign, ctx.now));
    const plan = planOf(campaign.schedule, ctx.now, await zonesFor(ctx.workspaceNo, campaign.schedule), decided);
    if (!plan) throw noTimeAhead();
    return markScheduled(ctx, {
      campaignId,
      schedule: campaign.schedule,
      ...plan,
      plannedPeople: waterfall?.willReceive ?? null,
      expectedVersion: campaign.version,
    });
  },
});
