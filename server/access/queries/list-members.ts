import "server-only";
import { and, asc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { publicId } from "@/contracts/ids";
import type { Member } from "@/contracts/members";
import { members, roles, ssoIdentities, users } from "@/drizzle/schema/access";
import { defineQuery } from "@/server/platform/command";
import { iso } from "../iso";
import { roleName } from "../roles";

/** Everybody who may open the workspace, by name. */
export const listMembers = defineQuery({
  name: "member.list",
  permission: "member:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ data: Member[] }> {
    const rows = await tx
      .select({ member: members, custom: { id: roles.id, name: roles.name }, name: users.name, email: users.email })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .leftJoin(roles, and(eq(roles.workspaceNo, members.workspaceNo), eq(roles.roleNo, members.roleNo)))
      .where(and(eq(members.workspaceNo, ctx.workspaceNo), ne(members.status, "removed")))
      .orderBy(asc(users.name), asc(members.memberNo));
    const bySso = await tx
      .select({ userId: ssoIdentities.userId })
      .from(ssoIdentities)
      .where(eq(ssoIdentities.workspaceNo, ctx.workspaceNo));
    const ssoUsers = new Set(bySso.map((row) => row.userId));
    const { actor } = ctx;
    return {
      data: rows.map(({ member, custom, name, email }) => ({
        id: publicId("member", member.id),
        name,
        email,
        role: roleName(member.role, custom),
        status: member.status === "suspended" ? ("suspended" as const) : ("active" as const),
        signIn: ssoUsers.has(member.userId) ? ("sso" as const) : ("password" as const),
        isBreakGlass: member.isBreakGlass,
        isYou: actor.type === "member" && actor.memberId === member.id,
        lastActiveAt: iso(member.lastActiveAt),
        createdAt: member.createdAt.toISOString(),
      })),
    };
  },
});
