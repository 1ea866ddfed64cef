import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { members } from "@/drizzle/schema/access";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { demandMayGrant, isAdminRole, permissionsOfRole } from "./roles";
import { type MemberChange, refuseMemberChange } from "./rules/members";

/**
 * The member of this workspace with this id, or NOT_FOUND; removed ones are not there. FORBIDDEN for members who may
 * do what the caller may not: nobody manages those above them.
 */
export async function loadMember(tx: Tx, ctx: Ctx, id: string) {
  const [row] = await tx
    .select()
    .from(members)
    .where(and(eq(members.workspaceNo, ctx.workspaceNo), eq(members.id, id), ne(members.status, "removed")));
  if (!row) throw notFound("member");
  demandMayGrant(ctx, await permissionsOfRole(tx, ctx, row));
  return row;
}
export type MemberRow = Awaited<ReturnType<typeof loadMember>>;

/**
 * Loads a member for a change that takes something away, and refuses it where the workspace would lose its last admin.
 * The admins' rows are locked in one order first, so two admins who demote each other at once cannot both succeed.
 */
export async function loadMemberToChange(tx: Tx, ctx: Ctx, id: string, change: MemberChange): Promise<MemberRow> {
  const admins = await tx
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.workspaceNo, ctx.workspaceNo),
        eq(members.role, "marketing_admin"),
        isNull(members.roleNo),
        eq(members.status, "active"),
      ),
    )
    .orderBy(members.memberNo)
    .for("update");
  const member = await loadMember(tx, ctx, id);
  const refusal = refuseMemberChange(
    change,
    { memberId: member.id, isAdmin: isAdminRole(member), isActive: member.status === "active" },
    ctx.actor.type === "member" ? ctx.actor.memberId : null,
    admins.length,
  );
  if (refusal) throw new AppError("CONFLICT", refusal);
  return member;
}

/** Writes a change to one member; the row was loaded in this transaction. */
export async function writeMember(
  tx: Tx,
  ctx: Ctx,
  member: MemberRow,
  change: Partial<Pick<MemberRow, "role" | "roleNo" | "status" | "isBreakGlass">>,
): Promise<void> {
  await tx
    .update(members)
    .set({ ...change, updatedAt: ctx.now })
    .where(and(eq(members.workspaceNo, ctx.workspaceNo), eq(members.memberNo, member.memberNo)));
}
