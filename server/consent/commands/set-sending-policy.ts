import "server-only";
import { sendingPolicySchema } from "@/contracts/sending-policy";
import { sendingPolicies } from "@/drizzle/schema/consent";
import { defineCommand } from "@/server/platform/command";
import { sendingPolicyOf } from "../sending-policy";

/** Sets the workspace's limit and quiet hours; in force for every permit asked afterwards, also of running campaigns. */
export const setSendingPolicy = defineCommand({
  name: "sending-policy.set",
  permission: "workspace:manage",
  input: sendingPolicySchema,
  async run(ctx, input, tx) {
    const before = await sendingPolicyOf(tx, ctx.workspaceNo);
    const row = {
      capCount: input.cap?.count ?? null,
      capDays: input.cap?.days ?? null,
      quietFrom: input.quietHours?.from ?? null,
      quietTo: input.quietHours?.to ?? null,
      utm: input.utm === undefined ? before.utm : input.utm,
      updatedAt: ctx.now,
    };
    await tx
      .insert(sendingPolicies)
      .values({ workspaceNo: ctx.workspaceNo, ...row })
      .onConflictDoUpdate({ target: sendingPolicies.workspaceNo, set: row });
    return {
      result: { ...input, utm: row.utm ?? null },
      audit: {
        action: "sending-policy.set",
        entityType: "workspace",
        entityId: ctx.workspaceId,
        changes: { before, after: input },
      },
      events: [],
    };
  },
});
