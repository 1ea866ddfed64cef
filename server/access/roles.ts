import "server-only";
import { and, eq } from "drizzle-orm";
import { type Permission, ROLE_LABELS, ROLE_PERMISSIONS, type Role } from "@/contracts/access";
import { publicId } from "@/contracts/ids";
import { isBuiltInRole, type RoleName, type RoleRef } from "@/contracts/members";
import { roles } from "@/drizzle/schema/access";
import { type Ctx, permissionsOf } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { findCustomRole } from "./load";
import { excessOf } from "./rules/members";

/** A role as rows name it: the built-in one, or the number of a custom one that counts instead. */
export type RoleColumns = { role: Role; roleNo: number | null };
export type ResolvedRole = RoleColumns & { name: string; permissions: readonly Permission[] };

/** What holders of a custom role would be without it. Nothing reads it while `role_no` is set. */
const BENEATH_CUSTOM: Role = "viewer";

/** The role of this workspace that `ref` names, held until the transaction ends so nobody deletes it, or NOT_FOUND. */
export async function loadRole(tx: Tx, ctx: Ctx, ref: RoleRef): Promise<ResolvedRole> {
  if (isBuiltInRole(ref))
    return { role: ref, roleNo: null, name: ROLE_LABELS[ref], permissions: ROLE_PERMISSIONS[ref] };
  const [row] = await tx
    .select()
    .from(roles)
    .where(and(eq(roles.workspaceNo, ctx.workspaceNo), eq(roles.id, ref)))
    .for("share");
  if (!row) throw notFound("role");
  return { role: BENEATH_CUSTOM, roleNo: row.roleNo, name: row.name, permissions: row.permissions };
}

/** What a stored role allows. */
export async function permissionsOfRole(tx: Tx, ctx: Ctx, stored: RoleColumns): Promise<readonly Permission[]> {
  const custom = await findCustomRole(tx, ctx, stored.roleNo);
  return custom?.permissions ?? ROLE_PERMISSIONS[stored.role];
}

/** Refuses with FORBIDDEN when `granted` holds something the caller does not. */
export function demandMayGrant(ctx: Ctx, granted: readonly Permission[]): void {
  const excess = excessOf(permissionsOf(ctx.actor), granted);
  if (excess) throw new AppError("FORBIDDEN", `You cannot give ${excess}, because you do not hold it.`, { excess });
}

export const isAdminRole = ({ role, roleNo }: RoleColumns): boolean => roleNo === null && role === "marketing_admin";

export const roleName = (role: Role, custom: { id: string; name: string } | null): RoleName =>
  custom
    ? { id: publicId("role", custom.id), name: custom.name, isCustom: true }
    : { id: role, name: ROLE_LABELS[role], isCustom: false };
