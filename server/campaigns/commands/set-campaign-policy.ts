import "server-only";
import { campaignPolicySchema } from "@/contracts/approvals";
import { campaignPolicies } from "@/drizzle/schema/campaigns";
import { defineCommand } from "@/server/platform/command";
import { needsApproval } from "../review";

/** Says whether campaigns need a second person's approval; asked at every launch from then on. */
export const setCampaignPolicy = defineCommand({
  name: "campaign-policy.set",
  permission: "workspace:manage",
  input: campaignPolicySchema,
  async run(ctx, input, tx) {
    const before = { requiresApproval: await needsApproval(tx, ctx.workspaceNo) };
    const row = { ...input, updatedAt: ctx.now };
    await tx
      .insert(campaignPolicies)
      .values({ workspaceNo: ctx.workspaceNo, ...row })
      .onConflictDoUpdate({ target: campaignPolicies.workspaceNo, set: row });
    return {
      result: input,
      audit: {
        action: "campaign-policy.set",
        entityType: "workspace",
        entityId: ctx.workspaceId,
        changes: { before, after: input },
      },
      events: [],
    };
  },
});
