import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { members, users, workspaces } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadMember, writeMember } from "../members";
import { isAdminRole } from "../roles";

/** Lets an admin with a password in although SSO is enforced, or stops it; one stays while it is enforced. */
export const setBreakGlass = defineCommand({
  name: "member.set-break-glass",
  permission: "sso:manage",
  input: z.object({ id: idOf("member"), on: z.boolean() }),
  async run(ctx, { id, on }, tx) {
    // Locked, so that enforcing SSO and taking the last key away cannot both see the other undone.
    const [workspace] = await tx
      .select({ enforcedAt: workspaces.ssoEnforcedAt })
      .from(workspaces)
      .where(eq(workspaces.workspaceNo, ctx.workspaceNo))
      .for("update");
    const member = await loadMember(tx, ctx, id);
    if (on) {
      const [user] = await tx.select({ hash: users.passwordHash }).from(users).where(eq(users.id, member.userId));
      if (!user?.hash || !isAdminRole(member) || member.status !== "active")
        throw new AppError("CONFLICT", "Break-glass is for an active Marketing Admin who has a password.");
    } else if (workspace?.enforcedAt) {
      const holders = await tx
        .select({ id: members.id })
        .from(members)
        .where(
          and(eq(members.workspaceNo, ctx.workspaceNo), eq(members.isBreakGlass, true), eq(members.status, "active")),
        );
      if (holders.every((holder) => holder.id === id))
        throw new AppError("CONFLICT", "While single sign-on is enforced, one break-glass admin must stay.");
    }
    await writeMember(tx, ctx, member, { isBreakGlass: on });
    return {
      result: { id: publicId("member", id) },
      audit: { action: "member.set-break-glass", entityType: "member", entityId: id, changes: { breakGlass: on } },
      events: [],
    };
  },
});
