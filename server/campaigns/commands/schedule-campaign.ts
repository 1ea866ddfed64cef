import "server-only";
import { z } from "zod";
import { campaignScheduleSchema } from "@/contracts/campaign-schedule";
import { idOf, publicId } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadCampaign, moveCampaign, toCampaign } from "../load";
import { canEdit } from "../rules/lifecycle";

/**
 * Fixes the moment of launch. The checks run again at that moment; a launch that can be taken back is one that is due
 * ten seconds ahead. Call through processes/launch-campaign, which runs the pre-flight checks first.
 */
export const markScheduled = defineCommand({
  name: "campaign.schedule",
  permission: "campaign:launch",
  input: z.object({
    campaignId: idOf("campaign"),
    schedule: campaignScheduleSchema,
    dueAt: z.date(),
    plannedPeople: z.number().int().nullable().default(null),
    occurrenceAt: z.date().nullable().default(null),
    expectedVersion: z.number().int().optional(),
  }),
  async run(ctx, input, tx) {
    if (input.dueAt.getTime() <= ctx.now.getTime())
      throw new AppError("VALIDATION_ERROR", "at: Choose a time in the future.", {
        field: "at",
        reason: "in the past",
      });
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    if (input.expectedVersion !== undefined && input.expectedVersion !== before.version && canEdit(before.status))
      throw new AppError("CONFLICT", "This campaign changed while it was being checked. Look at it again, then send.", {
        reason: "CHANGED",
      });
    const row = await moveCampaign(tx, before, "scheduled", "scheduled", {
      schedule: input.schedule,
      dueAt: input.dueAt,
      plannedPeople: input.plannedPeople,
      occurrenceAt: input.occurrenceAt ?? before.occurrenceAt,
      problem: null,
    });
    const at = input.dueAt.toISOString();
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.schedule",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { at },
      },
      events: [
        {
          name: "campaign.scheduled",
          data: { workspaceNo: ctx.workspaceNo, campaignNo: row.campaignNo, at, version: row.version },
        },
      ],
    };
  },
});

/**
 * Back to draft, which is also how a launch is taken back: the waiting launch finds another version and does nothing.
 * What was chosen as its time stays written in the draft.
 */
export const unscheduleCampaign = defineCommand({
  name: "campaign.unschedule",
  permission: "campaign:launch",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const row = await moveCampaign(tx, before, "draft", "taken back to draft", {
      dueAt: null,
      ...(before.seriesNo === null ? { occurrenceAt: null } : {}),
    });
    return {
      result: toCampaign(row),
      audit: { action: "campaign.unschedule", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [],
    };
  },
});
