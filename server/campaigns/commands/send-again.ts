import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { workspaces } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { copyCampaign } from "../copy";
import { loadCampaign, toCampaign } from "../load";
import { nameForSlot, slotAfter } from "../rules/send-again";

/** A new draft that goes to the same people with the same content, a week after the last time. Nothing is sent yet. */
export const sendCampaignAgain = defineCommand({
  name: "campaign.send-again",
  permission: "campaign:create",
  input: z.object({ campaignId: idOf("campaign") }),
  async run(ctx, { campaignId }, tx) {
    const source = await loadCampaign(tx, ctx.workspaceNo, campaignId);
    const [workspace] = await tx
      .select({ timeZone: workspaces.timeZone })
      .from(workspaces)
      .where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    const timeZone = workspace?.timeZone ?? "UTC";
    const at = slotAfter(source.launchedAt ?? source.dueAt ?? ctx.now, ctx.now, timeZone);
    const row = await copyCampaign(tx, ctx, source, {
      name: nameForSlot(source.name, at, timeZone),
      schedule: { kind: "at", at, timeZone },
    });
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.send-again",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { from: publicId("campaign", source.id) },
      },
      events: [],
    };
  },
});
