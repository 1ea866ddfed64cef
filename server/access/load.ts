import "server-only";
import { and, count, eq, isNull, ne } from "drizzle-orm";
import { invitations, members, roles, ssoConnections } from "@/drizzle/schema/access";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

/** The connection of this workspace with this id, or NOT_FOUND. */
export async function loadSsoConnection(tx: Tx, ctx: Ctx, id: string) {
  const [row] = await tx
    .select()
    .from(ssoConnections)
    .where(and(eq(ssoConnections.workspaceNo, ctx.workspaceNo), eq(ssoConnections.id, id)));
  if (!row) throw notFound("SSO connection");
  return row;
}

/** The custom role of this workspace with this id, locked against being given meanwhile, or NOT_FOUND. */
export async function loadCustomRole(tx: Tx, ctx: Ctx, id: string) {
  const [row] = await tx
    .select()
    .from(roles)
    .where(and(eq(roles.workspaceNo, ctx.workspaceNo), eq(roles.id, id)))
    .for("update");
  if (!row) throw notFound("role");
  return row;
}

/** The custom role with this number; null for holders of a built-in one. */
export async function findCustomRole(tx: Tx, ctx: Ctx, roleNo: number | null) {
  if (roleNo === null) return null;
  const [row] = await tx
    .select()
    .from(roles)
    .where(and(eq(roles.workspaceNo, ctx.workspaceNo), eq(roles.roleNo, roleNo)));
  return row ?? null;
}

/** How many members and open invitations have a custom role. */
export async function countRoleHolders(tx: Tx, ctx: Ctx, roleNo: number): Promise<number> {
  const [held] = await tx
    .select({ n: count() })
    .from(members)
    .where(and(eq(members.workspaceNo, ctx.workspaceNo), eq(members.roleNo, roleNo), ne(members.status, "removed")));
  const [offered] = await tx
    .select({ n: count() })
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceNo, ctx.workspaceNo),
        eq(invitations.roleNo, roleNo),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    );
  return (held?.n ?? 0) + (offered?.n ?? 0);
}

/** The open invitation of this workspace with this id, or NOT_FOUND. */
export async function loadOpenInvitation(tx: Tx, ctx: Ctx, id: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceNo, ctx.workspaceNo),
        eq(invitations.id, id),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    )
    .for("update");
  if (!row) throw notFound("invitation");
  return row;
}
