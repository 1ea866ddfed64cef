import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { outcomeRule } from "@/contracts/outcome-rule";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { copyCampaign } from "../copy";
import { loadRunOf, toCampaign } from "../load";

/**
 * A new draft for whoever got an ended campaign and did not click (or open): a campaign of its own with its own run, so
 * that nobody gets a second message of this one. Who clicks until its launch is left out.
 */
export const writeToSilent = defineCommand({
  name: "campaign.write-to-silent",
  permission: "campaign:create",
  input: z.object({ campaignId: idOf("campaign"), who: z.enum(["not_clicked", "not_opened"]).default("not_clicked") }),
  async run(ctx, { campaignId, who }, tx) {
    const { campaign: source } = await loadRunOf(tx, ctx.workspaceNo, campaignId);
    if (source.finishedAt === null)
      throw new AppError("CONFLICT", "This campaign is still being sent. Write to the others when it has ended.", {
        status: source.status,
      });
    const condition = outcomeRule({ answer: who }, publicId("campaign", source.id));
    const row = await copyCampaign(tx, ctx, source, {
      name: `${source.name.slice(0, 90)} · ${who === "not_clicked" ? "did not click" : "did not open"}`,
      schedule: { kind: "now" },
      audience: { include: [], exclude: [], condition },
    });
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.write-to-silent",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { from: publicId("campaign", source.id), who },
      },
      events: [],
    };
  },
});
