import "server-only";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Member } from "@/contracts/access";
import { publicId } from "@/contracts/ids";
import { members, ssoIdentities, users } from "@/drizzle/schema/access";
import { defineQuery } from "@/server/platform/command";
import { iso } from "../iso";

/** Everybody who may open the workspace, by name. */
export const listMembers = defineQuery({
  name: "member.list",
  permission: "member:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ data: Member[] }> {
    const rows = await tx
      .select({ member: members, name: users.name, email: users.email })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(eq(members.workspaceNo, ctx.workspaceNo))
      .orderBy(asc(users.name), asc(members.memberNo));
    const bySso = await tx
      .select({ userId: ssoIdentities.userId })
      .from(ssoIdentities)
      .where(eq(ssoIdentities.workspaceNo, ctx.workspaceNo));
    const ssoUsers = new Set(bySso.map((row) => row.userId));
    return {
      data: rows.map(({ member, name, email }) => ({
        id: publicId("member", member.id),
        name,
        email,
        role: member.role,
        status: member.status,
        signIn: ssoUsers.has(member.userId) ? ("sso" as const) : ("password" as const),
        lastActiveAt: iso(member.lastActiveAt),
        createdAt: member.createdAt.toISOString(),
      })),
    };
  },
});
