import "server-only";
import { z } from "zod";
import type { CampaignSchedule } from "@/contracts/campaign-schedule";
import { campaignInputSchema } from "@/contracts/campaigns";
import { idOf, publicId } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { type CampaignRow, loadCampaign, toCampaign } from "../load";
import { checkReferences, providerNoOf, withTopicOfTemplate } from "../references";
import { type Plan, planOf } from "../rules/due-at";
import { scheduledEvent } from "../scheduled-event";
import { decidedAhead } from "../series";
import { writeDefinition } from "../write-definition";
import { noTimeAhead, zonesFor } from "../zones";

/** Changes the given parts of a draft or scheduled campaign. `expectedVersion` guards against overwriting a colleague. */
export const updateCampaign = defineCommand({
  name: "campaign.update",
  permission: "campaign:update",
  input: campaignInputSchema
    .partial()
    .extend({ campaignId: idOf("campaign"), expectedVersion: z.number().int().optional() }),
  async run(ctx, input, tx) {
    const before = await loadCampaign(tx, ctx.workspaceNo, input.campaignId);
    if (before.status === "scheduled" && input.schedule?.kind === "now")
      throw new AppError("CONFLICT", "A scheduled campaign needs a time. Take it back to draft to send it now.", {
        field: "schedule",
      });
    const plan =
      before.status === "scheduled" && input.schedule ? await planAhead(tx, ctx, before, input.schedule) : null;
    const audience = await checkReferences(tx, ctx.workspaceNo, input);
    const row = await writeDefinition(tx, ctx, before, {
      set: {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(audience === undefined ? {} : { audience }),
        ...(input.content === undefined
          ? {}
          : { content: await withTopicOfTemplate(tx, ctx.workspaceNo, input.content) }),
        ...(input.schedule === undefined ? {} : { schedule: input.schedule }),
        ...(plan ?? {}),
        ...(input.providerId === undefined
          ? {}
          : { providerNo: await providerNoOf(tx, ctx.workspaceNo, input.providerId) }),
      },
      expectedVersion: input.expectedVersion,
      cause: "edited",
    });
    const changed = (["name", "audience", "content", "schedule", "providerId"] as const).filter(
      (part) => input[part] !== undefined,
    );
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.update",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { parts: changed },
      },
      events: scheduledEvent(row),
    };
  },
});

/** When a scheduled campaign leaves by another schedule; refuses one whose time has passed. */
async function planAhead(tx: Tx, ctx: Ctx, before: CampaignRow, schedule: CampaignSchedule): Promise<Plan> {
  const decided = await decidedAhead(tx, before, ctx.now);
  const plan = planOf(schedule, ctx.now, await zonesFor(ctx.workspaceNo, schedule), decided);
  if (!plan) throw noTimeAhead();
  if (plan.dueAt.getTime() <= ctx.now.getTime())
    throw new AppError("VALIDATION_ERROR", "schedule.at: This time has passed. Choose a later one.", {
      field: "schedule.at",
      reason: "in the past",
    });
  return plan;
}
