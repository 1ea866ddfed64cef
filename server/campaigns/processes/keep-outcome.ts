import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { recipientFilterSchema } from "@/contracts/delivery";
import { idOf, publicId } from "@/contracts/ids";
import { outcomeRule } from "@/contracts/outcome-rule";
import { filterOf, isLocalRun, recipientsSql } from "@/server/delivery";
import { defineProcess } from "@/server/platform/command";
import { allowed, demand } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { createListOf, createSegment } from "@/server/segments";
import { loadRunOf } from "../load";

/**
 * The people of one outcome as a segment: a list of who they are now, or where rules have the words, a rule that follows.
 */
export const keepOutcome = defineProcess({
  name: "campaign.keep-outcome",
  permission: "segment:write",
  input: z.object({
    campaignId: idOf("campaign"),
    name: z.string().trim().min(1, "Give the segment a name.").max(120),
    as: z.enum(["list", "rule"]).default("list"),
    filter: recipientFilterSchema.default({}),
  }),
  async run(ctx, { campaignId, name, as, filter }): Promise<{ id: string; people: number | null }> {
    demand(ctx, "campaign:read");
    const { campaign, runNo, isLocal } = await inWorkspace(ctx.workspaceNo, async (tx) => {
      const found = await loadRunOf(tx, ctx.workspaceNo, campaignId);
      return { ...found, isLocal: await isLocalRun(tx, ctx.workspaceNo, found.runNo) };
    });
    const description = `People of “${campaign.name}”`;
    if (as === "list") {
      const run = { workspaceNo: ctx.workspaceNo, runNo, isLocal };
      const recipients = recipientsSql(run, filterOf(filter, allowed(ctx, "contact:pii")));
      const people = sql`select contact_no from (${recipients}) outcome`;
      return createListOf(ctx, { name, description, people });
    }
    const condition = outcomeRule(filter, publicId("campaign", campaign.id));
    if (!condition)
      throw new AppError("VALIDATION_ERROR", "as: No rule can say this outcome. Save it as a list.", { field: "as" });
    const { id } = await createSegment(ctx, { name, description, condition });
    return { id, people: null };
  },
});
