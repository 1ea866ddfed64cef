import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { defineCommand } from "@/server/platform/command";
import { loadCampaign, loadCampaignByNo, moveCampaign, toCampaign } from "../load";
import { finishedStatus } from "../rules/lifecycle";

const byId = z.object({ campaignId: idOf("campaign") });
const byNo = z.object({ campaignNo: z.number().int() });

/** preparing | active -> paused. The run is held by the process around this. */
export const markPaused = defineCommand({
  name: "campaign.pause",
  permission: "campaign:launch",
  input: byId,
  async run(ctx, input, tx) {
    const row = await moveCampaign(tx, await loadCampaign(tx, ctx.workspaceNo, input.campaignId), "paused", "paused");
    return {
      result: { campaign: toCampaign(row), runNo: row.runNo },
      audit: { action: "campaign.pause", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [
        {
          name: "campaign.paused",
          data: { workspaceNo: ctx.workspaceNo, campaignNo: row.campaignNo, runNo: row.runNo },
        },
      ],
    };
  },
});

/** paused -> active, or back to preparing when the audience was not built yet. */
export const markResumed = defineCommand({
  name: "campaign.resume",
  permission: "campaign:launch",
  input: byId,
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const row = await moveCampaign(tx, before, before.runNo === null ? "preparing" : "active", "resumed");
    return {
      result: { campaign: toCampaign(row), runNo: row.runNo },
      audit: { action: "campaign.resume", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [
        {
          name: "campaign.resumed",
          data: { workspaceNo: ctx.workspaceNo, campaignNo: row.campaignNo, runNo: row.runNo },
        },
        ...(row.runNo === null
          ? [
              {
                name: "campaign.launched" as const,
                data: { workspaceNo: ctx.workspaceNo, campaignNo: row.campaignNo, version: row.version },
              },
            ]
          : []),
      ],
    };
  },
});

/** Ends a campaign for good; whoever was not written to yet will not be. */
export const markTerminated = defineCommand({
  name: "campaign.terminate",
  permission: "campaign:launch",
  input: byId,
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    const row = await moveCampaign(tx, before, "terminated", "stopped", { finishedAt: ctx.now, dueAt: null });
    return {
      result: { campaign: toCampaign(row), runNo: row.runNo },
      audit: { action: "campaign.terminate", entityType: "campaign", entityId: publicId("campaign", row.id) },
      events: [
        {
          name: "campaign.terminated",
          data: { workspaceNo: ctx.workspaceNo, campaignNo: row.campaignNo, runNo: row.runNo },
        },
      ],
    };
  },
});

/** preparing -> active once the audience stands. A campaign paused meanwhile stays paused but learns its run. */
export const markActive = defineCommand({
  name: "campaign.activate",
  permission: "campaign:launch",
  input: byNo.extend({ runNo: z.number().int() }),
  async run(ctx, input, tx) {
    const before = await loadCampaignByNo(tx, ctx.workspaceNo, input.campaignNo);
    if (before.status === "preparing") await moveCampaign(tx, before, "active", "started", { runNo: input.runNo });
    const after = await loadCampaignByNo(tx, ctx.workspaceNo, input.campaignNo);
    return {
      result: { status: after.status, runNo: after.runNo },
      audit: { none: "part of the launch that campaign.launch recorded" } as const,
      events: [],
    };
  },
});

/** Ties the run to the campaign before anything is sent, so pause and stop always reach it. */
export const attachRun = defineCommand({
  name: "campaign.attach-run",
  permission: "campaign:launch",
  input: byNo.extend({ runNo: z.number().int() }),
  async run(ctx, input, tx) {
    const row = await loadCampaignByNo(tx, ctx.workspaceNo, input.campaignNo);
    if (row.runNo !== input.runNo)
      await tx
        .update(campaigns)
        .set({ runNo: input.runNo })
        .where(and(eq(campaigns.workspaceNo, ctx.workspaceNo), eq(campaigns.campaignNo, input.campaignNo)));
    return {
      result: { status: row.status },
      audit: { none: "part of the launch that campaign.launch recorded" } as const,
      events: [],
    };
  },
});

/** Every recipient is decided: the campaign ends as completed, or says that something did not go out. */
export const finishCampaign = defineCommand({
  name: "campaign.finish",
  permission: "campaign:launch",
  input: byNo.extend({ failed: z.number().int(), unknown: z.number().int() }),
  async run(ctx, input, tx) {
    const before = await loadCampaignByNo(tx, ctx.workspaceNo, input.campaignNo);
    if (before.status !== "active" && before.status !== "paused" && before.status !== "preparing")
      return { result: { status: before.status }, audit: { none: "already ended" } as const, events: [] };
    const row = await moveCampaign(tx, before, finishedStatus(input), "completed", { finishedAt: ctx.now });
    return {
      result: { status: row.status },
      audit: {
        action: "campaign.complete",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { status: row.status },
      },
      events:
        row.runNo === null
          ? []
          : [
              {
                name: "campaign.completed",
                data: { workspaceNo: ctx.workspaceNo, campaignNo: row.campaignNo, runNo: row.runNo },
              },
            ],
    };
  },
});

/** A scheduled launch that its own checks refused: visible as failed, with the sentences that say why. */
export const failCampaign = defineCommand({
  name: "campaign.fail",
  permission: "campaign:launch",
  input: byNo.extend({ version: z.number().int(), problem: z.string() }),
  async run(ctx, input, tx) {
    const before = await loadCampaignByNo(tx, ctx.workspaceNo, input.campaignNo);
    if (before.status !== "scheduled" || before.version !== input.version)
      return { result: { status: before.status }, audit: { none: "moved on meanwhile" } as const, events: [] };
    const row = await moveCampaign(tx, before, "draft", "taken back to draft", {
      dueAt: null,
      problem: input.problem,
    });
    return {
      result: { status: row.status },
      audit: {
        action: "campaign.launch-refused",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { problem: input.problem },
      },
      events: [],
    };
  },
});
