import "server-only";
import { and, count, eq, max } from "drizzle-orm";
import { z } from "zod";
import { members, ssoConnections, workspaces } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { refuseEnforcement } from "../rules/members";

/**
 * Makes the workspace's own SSO the only way in, or lets passwords in again. Takes effect with everybody's next
 * request: sessions opened by password do not open this workspace any more, break-glass admins excepted.
 */
export const enforceSso = defineCommand({
  name: "workspace.enforce-sso",
  permission: "sso:manage",
  input: z.object({ on: z.boolean() }),
  async run(ctx, { on }, tx) {
    const ofWorkspace = eq(workspaces.workspaceNo, ctx.workspaceNo);
    await tx.select({ id: workspaces.id }).from(workspaces).where(ofWorkspace).for("update");
    if (on) {
      const [tested] = await tx
        .select({ at: max(ssoConnections.testedAt) })
        .from(ssoConnections)
        .where(and(eq(ssoConnections.workspaceNo, ctx.workspaceNo), eq(ssoConnections.enabled, true)));
      const [glass] = await tx
        .select({ holders: count() })
        .from(members)
        .where(
          and(eq(members.workspaceNo, ctx.workspaceNo), eq(members.isBreakGlass, true), eq(members.status, "active")),
        );
      const refusal = refuseEnforcement({
        testedAt: tested?.at ?? null,
        breakGlassMembers: glass?.holders ?? 0,
        now: ctx.now,
      });
      if (refusal) throw new AppError("CONFLICT", refusal);
    }
    await tx
      .update(workspaces)
      .set({ ssoEnforcedAt: on ? ctx.now : null, updatedAt: ctx.now })
      .where(ofWorkspace);
    return {
      result: { isEnforced: on },
      audit: {
        action: "workspace.enforce-sso",
        entityType: "workspace",
        entityId: ctx.workspaceId,
        changes: { ssoEnforced: on },
      },
      events: [],
    };
  },
});
