import "server-only";
import { z } from "zod";
import { UNKNOWN_DECISIONS } from "@/contracts/delivery";
import { idOf } from "@/contracts/ids";
import { countRetryable, decideUnknown, listAgainRuns, passBrake, releaseRun, retryFailed } from "@/server/delivery";
import { defineProcess } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { loadRunOf } from "../load";

const launched = (ctx: Ctx, campaignId: string) =>
  inWorkspace(ctx.workspaceNo, (tx) => loadRunOf(tx, ctx.workspaceNo, campaignId));
const runOf = async (ctx: Ctx, campaignId: string): Promise<number> => (await launched(ctx, campaignId)).runNo;

/**
 * A member decides about messages of which nobody knows whether they arrived: they did, they did not, or send them
 * again, knowing that some people may get it twice. Some of them, or all that are left.
 */
export const decideUnknownMessages = defineProcess({
  name: "campaign.decide-unknown",
  permission: "campaign:launch",
  input: z.object({
    campaignId: idOf("campaign"),
    messageIds: z.array(idOf("message")).min(1).max(1000).nullish(),
    decision: z.enum(UNKNOWN_DECISIONS),
    note: z.string().trim().max(300).nullish(),
  }),
  async run(ctx, { campaignId, ...decided }) {
    const { people } = await decideUnknown(ctx, { runNo: await runOf(ctx, campaignId), ...decided });
    return { people };
  },
});

/** How many of the failed messages another try could help. */
export const countRetryableMessages = defineProcess({
  name: "campaign.count-retryable",
  permission: "campaign:read",
  input: z.object({ campaignId: idOf("campaign") }),
  run: async (ctx, { campaignId }) => ({
    people: await countRetryable(ctx, { runNo: await runOf(ctx, campaignId) }),
  }),
});

/** Tries failed messages again, each once, in a sending of its own. */
export const retryFailedMessages = defineProcess({
  name: "campaign.retry-failed",
  permission: "campaign:launch",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, { campaignId }) {
    const { people } = await retryFailed(ctx, { runNo: await runOf(ctx, campaignId) });
    return { people };
  },
});

/** Lets a second sending go on that was held because the provider refused us, or by what came back (pass-brake.ts). */
export const resumeAgainRun = defineProcess({
  name: "campaign.resume-again",
  permission: "campaign:launch",
  input: z.object({ campaignId: idOf("campaign"), runId: z.uuid() }),
  async run(ctx, { campaignId, runId }) {
    const { campaign, runNo } = await launched(ctx, campaignId);
    if (campaign.status === "paused")
      throw new AppError("CONFLICT", "The campaign is paused. Resume it first.", { reason: "HELD" });
    const runs = await listAgainRuns(ctx, { runNo });
    const run = runs.find((one) => one.runId === runId);
    if (!run) throw notFound("sending");
    await passBrake(ctx, { runNo: run.runNo });
    return releaseRun(ctx, { runNo: run.runNo });
  },
});
