import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { campaignTagsSchema } from "@/contracts/campaigns";
import { idOf, publicId } from "@/contracts/ids";
import { tagKey } from "@/contracts/tags";
import { campaigns } from "@/drizzle/schema/campaigns";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { knownSpelling } from "../tags";

const MAX_TAGS = 20;

/** Puts tags on campaigns and takes others off, whatever state they are in; says how many were changed. */
export const tagCampaigns = defineCommand({
  name: "campaign.tag",
  permission: "campaign:update",
  input: z.object({
    ids: z.array(idOf("campaign")).min(1, "Choose at least one campaign.").max(200),
    add: campaignTagsSchema.default([]),
    remove: campaignTagsSchema.default([]),
  }),
  async run(ctx, { ids, add, remove }, tx) {
    const rows = await tx
      .select({ campaignNo: campaigns.campaignNo, id: campaigns.id, name: campaigns.name, tags: campaigns.tags })
      .from(campaigns)
      .where(and(eq(campaigns.workspaceNo, ctx.workspaceNo), inArray(campaigns.id, ids)))
      .for("update");
    const added = await knownSpelling(tx, ctx.workspaceNo, add);
    const leaves = new Set(remove.map(tagKey));
    const changed: string[] = [];
    for (const row of rows) {
      const kept = row.tags.filter((tag) => !leaves.has(tagKey(tag)));
      const has = new Set(kept.map(tagKey));
      const tags = [...kept, ...added.filter((tag) => !has.has(tagKey(tag)))];
      if (tags.length > MAX_TAGS)
        throw new AppError("VALIDATION_ERROR", `add: “${row.name}” would have more than ${MAX_TAGS} tags.`, {
          field: "add",
          reason: "too many",
        });
      if (tags.length === row.tags.length && tags.every((tag, at) => tag === row.tags[at])) continue;
      await tx
        .update(campaigns)
        .set({ tags })
        .where(and(eq(campaigns.workspaceNo, ctx.workspaceNo), eq(campaigns.campaignNo, row.campaignNo)));
      changed.push(row.id);
    }
    return {
      result: { changed: changed.length, unchanged: rows.length - changed.length, missing: ids.length - rows.length },
      audit: changed.map((id) => ({
        action: "campaign.tag",
        entityType: "campaign",
        entityId: publicId("campaign", id),
        changes: { added, removed: remove },
      })),
      events: [],
    };
  },
});
