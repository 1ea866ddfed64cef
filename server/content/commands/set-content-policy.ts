import "server-only";
import { contentPolicySchema } from "@/contracts/approvals";
import { contentPolicies } from "@/drizzle/schema/content";
import { defineCommand } from "@/server/platform/command";
import { contentPolicyOf } from "../approval";

/** Says whether campaigns may only use approved content; asked at every launch from then on. */
export const setContentPolicy = defineCommand({
  name: "content-policy.set",
  permission: "workspace:manage",
  input: contentPolicySchema,
  async run(ctx, input, tx) {
    const before = await contentPolicyOf(tx, ctx.workspaceNo);
    const row = { ...input, updatedAt: ctx.now };
    await tx
      .insert(contentPolicies)
      .values({ workspaceNo: ctx.workspaceNo, ...row })
      .onConflictDoUpdate({ target: contentPolicies.workspaceNo, set: row });
    return {
      result: input,
      audit: {
        action: "content-policy.set",
        entityType: "workspace",
        entityId: ctx.workspaceId,
        changes: { before, after: input },
      },
      events: [],
    };
  },
});
