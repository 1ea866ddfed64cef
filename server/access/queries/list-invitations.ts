import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { publicId } from "@/contracts/ids";
import type { Invitation } from "@/contracts/members";
import { invitations, members, roles, users } from "@/drizzle/schema/access";
import { defineQuery } from "@/server/platform/command";
import { roleName } from "../roles";

/** Invitations nobody used or took back yet, newest first; expired ones among them, because they can be renewed. */
export const listInvitations = defineQuery({
  name: "invitation.list",
  permission: "member:manage",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ data: Invitation[] }> {
    const rows = await tx
      .select({ invitation: invitations, custom: { id: roles.id, name: roles.name }, inviter: users.name })
      .from(invitations)
      .leftJoin(roles, and(eq(roles.workspaceNo, invitations.workspaceNo), eq(roles.roleNo, invitations.roleNo)))
      .leftJoin(
        members,
        and(eq(members.workspaceNo, invitations.workspaceNo), eq(sql`${members.id}::text`, invitations.invitedBy)),
      )
      .leftJoin(users, eq(users.id, members.userId))
      .where(
        and(
          eq(invitations.workspaceNo, ctx.workspaceNo),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      )
      .orderBy(desc(invitations.invitationNo));
    return {
      data: rows.map(({ invitation, custom, inviter }) => ({
        id: publicId("invitation", invitation.id),
        email: invitation.email,
        role: roleName(invitation.role, custom),
        invitedBy: inviter,
        createdAt: invitation.createdAt.toISOString(),
        expiresAt: invitation.expiresAt.toISOString(),
        isExpired: invitation.expiresAt <= ctx.now,
      })),
    };
  },
});
