import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { campaigns, campaignVersions } from "@/drizzle/schema/campaigns";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { copyCampaign } from "../copy";
import { loadCampaign, moveCampaign, toCampaign } from "../load";
import { statusAfterArchive } from "../rules/lifecycle";

const byId = z.object({ campaignId: idOf("campaign") });

/** A new draft with the same audience and content; the schedule starts over. */
export const duplicateCampaign = defineCommand({
  name: "campaign.duplicate",
  permission: "campaign:create",
  input: byId,
  async run(ctx, input, tx) {
    const source = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const row = await copyCampaign(tx, ctx, source, { name: `${source.name} (copy)`, schedule: { kind: "now" } });
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.duplicate",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { from: publicId("campaign", source.id) },
      },
      events: [],
    };
  },
});

/** Deletes a draft. Anything that was launched keeps its ledger and can only be archived. */
export const deleteCampaign = defineCommand({
  name: "campaign.delete",
  permission: "campaign:delete",
  input: byId,
  async run(ctx, input, tx) {
    const row = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const deleted = await tx
      .delete(campaigns)
      .where(
        and(
          eq(campaigns.workspaceNo, ctx.workspaceNo),
          eq(campaigns.campaignNo, row.campaignNo),
          eq(campaigns.status, "draft"),
        ),
      )
      .returning({ campaignNo: campaigns.campaignNo });
    await tx
      .delete(campaignVersions)
      .where(and(eq(campaignVersions.workspaceNo, ctx.workspaceNo), eq(campaignVersions.campaignNo, row.campaignNo)));
    if (deleted.length === 0)
      throw new AppError("CONFLICT", "Only a draft can be deleted. Archive this campaign to take it off the list.", {
        status: row.status,
      });
    return {
      result: { deleted: true },
      audit: {
        action: "campaign.delete",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { name: row.name },
      },
      events: [],
    };
  },
});

/** Takes a draft or an ended campaign off the list; nothing is lost. */
export const archiveCampaign = defineCommand({
  name: "campaign.archive",
  permission: "campaign:update",
  input: byId,
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const row = await moveCampaign(tx, before, "archived", "archived", {
      archivedAt: ctx.now,
      archivedFrom: before.status,
    });
    return {
      result: toCampaign(row),
      audit: { action: "campaign.archive", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [],
    };
  },
});

/** Puts it back on the list in the state it was archived from. */
export const unarchiveCampaign = defineCommand({
  name: "campaign.unarchive",
  permission: "campaign:update",
  input: byId,
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const row = await moveCampaign(tx, before, statusAfterArchive(before), "taken out of the archive", {
      archivedAt: null,
      archivedFrom: null,
    });
    return {
      result: toCampaign(row),
      audit: { action: "campaign.unarchive", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [],
    };
  },
});
