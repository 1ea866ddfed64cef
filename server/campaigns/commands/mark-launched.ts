import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadCampaign, moveCampaign, toCampaign } from "../load";
import { canEdit } from "../rules/lifecycle";
import { keepFirstVersion, keepVersion } from "../versions";

/**
 * The edge into `preparing`: exactly one of many simultaneous launches passes. From here the audience rule and the
 * content are frozen; building the audience and sending follow from the event.
 */
export const markLaunched = defineCommand({
  name: "campaign.launch",
  permission: "campaign:launch",
  input: z.object({
    campaignId: idOf("campaign"),
    expectedVersion: z.number().int(),
    frozenAudience: z.record(z.string(), z.unknown()),
  }),
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    if (before.version !== input.expectedVersion && canEdit(before.status))
      throw new AppError(
        "CONFLICT",
        "This campaign changed while it was being checked. Look at it again, then launch.",
        { reason: "CHANGED" },
      );
    const row = await moveCampaign(tx, before, "preparing", "launched", {
      launchedAt: ctx.now,
      frozenAudience: input.frozenAudience,
      problem: null,
    });
    await keepFirstVersion(tx, before);
    await keepVersion(tx, ctx, row, "launched");
    return {
      result: toCampaign(row),
      audit: { action: "campaign.launch", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [
        {
          name: "campaign.launched",
          data: { workspaceNo: ctx.workspaceNo, campaignNo: row.campaignNo, version: row.version },
        },
      ],
    };
  },
});
