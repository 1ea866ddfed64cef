import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { campaignInputSchema } from "@/contracts/campaigns";
import { idOf, publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadCampaign, toCampaign } from "../load";
import { checkReferences, providerNoOf } from "../references";
import { canEdit } from "../rules/lifecycle";

/** Changes the given parts of a draft or scheduled campaign. `expectedVersion` guards against overwriting a colleague. */
export const updateCampaign = defineCommand({
  name: "campaign.update",
  permission: "campaign:update",
  input: campaignInputSchema
    .partial()
    .extend({ campaignId: idOf("campaign"), expectedVersion: z.number().int().optional() }),
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    if (!canEdit(before.status))
      throw new AppError(
        "CONFLICT",
        `A ${before.status.replaceAll("_", " ")} campaign can no longer be edited. Duplicate it instead.`,
        { status: before.status },
      );
    if (input.expectedVersion !== undefined && input.expectedVersion !== before.version)
      throw new AppError(
        "PRECONDITION_FAILED",
        "Someone else changed this campaign since you opened it. Reload to see their version.",
        { version: before.version },
      );
    if (before.status === "scheduled" && input.schedule?.kind === "now")
      throw new AppError("CONFLICT", "A scheduled campaign needs a time. Take it back to draft to send it now.", {
        field: "schedule",
      });
    if (
      before.status === "scheduled" &&
      input.schedule?.kind === "at" &&
      Date.parse(input.schedule.at) <= ctx.now.getTime()
    )
      throw new AppError("VALIDATION_ERROR", "schedule.at: This time has passed. Choose a later one.", {
        field: "schedule.at",
        reason: "in the past",
      });
    const audience = await checkReferences(tx, ctx.workspaceNo, input);
    const [row] = await tx
      .update(campaigns)
      .set({
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(audience === undefined ? {} : { audience }),
        ...(input.content === undefined ? {} : { content: input.content }),
        ...(input.schedule === undefined ? {} : { schedule: input.schedule }),
        ...(input.providerId === undefined
          ? {}
          : { providerNo: await providerNoOf(tx, ctx.workspaceNo, input.providerId) }),
        version: sql`${campaigns.version} + 1`,
        updatedAt: ctx.now,
      })
      .where(
        and(
          eq(campaigns.workspaceNo, ctx.workspaceNo),
          eq(campaigns.campaignNo, before.campaignNo),
          eq(campaigns.version, before.version),
        ),
      )
      .returning();
    if (!row)
      throw new AppError("CONFLICT", "Someone else just changed this campaign. Reload and try again.", {
        reason: "CHANGED",
      });
    const changed = (["name", "audience", "content", "schedule", "providerId"] as const).filter(
      (part) => input[part] !== undefined,
    );
    const events =
      row.status === "scheduled" && row.schedule.kind === "at"
        ? [
            {
              name: "campaign.scheduled" as const,
              data: {
                workspaceNo: ctx.workspaceNo,
                campaignNo: row.campaignNo,
                at: row.schedule.at,
                version: row.version,
              },
            },
          ]
        : [];
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.update",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { parts: changed },
      },
      events,
    };
  },
});
