import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { loadCampaign, moveCampaign, toCampaign } from "../load";

const byId = z.object({ campaignId: idOf("campaign") });

/** A new draft with the same audience and content; the schedule starts over. */
export const duplicateCampaign = defineCommand({
  name: "campaign.duplicate",
  permission: "campaign:create",
  input: byId,
  async run(ctx, input, tx) {
    const source = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const [row] = await tx
      .insert(campaigns)
      .values({
        workspaceNo: ctx.workspaceNo,
        campaignNo: await takeNumbers(tx, ctx.workspaceNo, "campaign"),
        id: uuidv7(ctx.now),
        name: `${source.name} (copy)`.slice(0, 120),
        status: "draft",
        audience: source.audience,
        content: source.content,
        schedule: { kind: "now" },
        providerNo: source.providerNo,
        createdBy: actorId(ctx.actor),
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("the insert of a campaign returned nothing");
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
    const row = await moveCampaign(
      tx,
      await loadCampaign(tx, ctx.workspaceNo, input.campaignId),
      "archived",
      "archived",
      { archivedAt: ctx.now },
    );
    return {
      result: toCampaign(row),
      audit: { action: "campaign.archive", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [],
    };
  },
});
