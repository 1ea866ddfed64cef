import "server-only";
import { campaignInputSchema, campaignTagsSchema } from "@/contracts/campaigns";
import { publicId } from "@/contracts/ids";
import { campaigns } from "@/drizzle/schema/campaigns";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { toCampaign } from "../load";
import { checkReferences, providerNoOf, withTopicOfTemplate } from "../references";
import { knownSpelling } from "../tags";
import { keepVersion } from "../versions";

/** Starts a draft. Everything but the name may come later. */
export const createCampaign = defineCommand({
  name: "campaign.create",
  permission: "campaign:create",
  input: campaignInputSchema.extend({ tags: campaignTagsSchema.optional() }),
  async run(ctx, input, tx) {
    const audience = await checkReferences(tx, ctx.workspaceNo, input);
    const [row] = await tx
      .insert(campaigns)
      .values({
        workspaceNo: ctx.workspaceNo,
        campaignNo: await takeNumbers(tx, ctx.workspaceNo, "campaign"),
        id: uuidv7(ctx.now),
        name: input.name,
        status: "draft",
        audience: audience ?? { include: [], exclude: [], condition: null },
        content: input.content ? await withTopicOfTemplate(tx, ctx.workspaceNo, input.content) : { document: null },
        schedule: input.schedule ?? { kind: "now" },
        providerNo: await providerNoOf(tx, ctx.workspaceNo, input.providerId),
        tags: await knownSpelling(tx, ctx.workspaceNo, input.tags ?? []),
        createdBy: actorId(ctx.actor),
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("the insert of a campaign returned nothing");
    await keepVersion(tx, ctx, row, "created");
    return {
      result: toCampaign(row),
      audit: {
        action: "campaign.create",
        entityType: "campaign",
        entityId: publicId("campaign", row.id),
        changes: { name: row.name },
      },
      events: [],
    };
  },
});
