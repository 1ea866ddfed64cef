import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadCampaign, moveCampaign, toCampaign } from "../load";

/**
 * Fixes the moment of launch. The checks run again at that moment; `undo` is scheduling ten seconds ahead.
 * Call through processes/schedule-campaign, which runs the pre-flight checks first.
 */
export const markScheduled = defineCommand({
  name: "campaign.schedule",
  permission: "campaign:launch",
  input: z.object({ campaignId: idOf("campaign"), at: z.iso.datetime({ offset: true }), timeZone: z.string().max(64) }),
  async run(ctx, input, tx) {
    if (Date.parse(input.at) <= ctx.now.getTime())
      throw new AppError("VALIDATION_ERROR", "at: Choose a time in the future.", {
        field: "at",
        reason: "in the past",
      });
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const row = await moveCampaign(tx, before, "scheduled", "scheduled", {
      schedule: { kind: "at", at: input.at, timeZone: input.timeZone },
    });
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.schedule",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { at: input.at },
      },
      events: [
        {
          name: "campaign.scheduled",
          data: { workspaceNo: ctx.workspaceNo, campaignNo: row.campaignNo, at: input.at, version: row.version },
        },
      ],
    };
  },
});

/** Back to draft: the waiting launch finds another version and does nothing. */
export const unscheduleCampaign = defineCommand({
  name: "campaign.unschedule",
  permission: "campaign:launch",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const row = await moveCampaign(tx, before, "draft", "taken back to draft", { schedule: { kind: "now" } });
    return {
      result: toCampaign(row),
      audit: { action: "campaign.unschedule", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [],
    };
  },
});
