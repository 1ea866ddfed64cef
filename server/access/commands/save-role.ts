import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { roleInputSchema } from "@/contracts/members";
import { invitations, roles } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { takeNumbers } from "@/server/platform/numbers";
import { countRoleHolders, loadCustomRole } from "../load";
import { demandMayGrant } from "../roles";

/** Makes a role of permissions the caller holds. */
export const createRole = defineCommand({
  name: "role.create",
  permission: "member:manage",
  input: roleInputSchema,
  async run(ctx, input, tx) {
    demandMayGrant(ctx, input.permissions);
    await demandFreeName(tx, ctx, input.name, null);
    const id = randomUUID();
    await tx.insert(roles).values({
      workspaceNo: ctx.workspaceNo,
      roleNo: await takeNumbers(tx, ctx.workspaceNo, "role"),
      id,
      ...input,
      description: input.description || null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    });
    return {
      result: { id: publicId("role", id) },
      audit: { action: "role.create", entityType: "role", entityId: id, changes: input },
      events: [],
    };
  },
});

/** Changes a role for everybody who has it, from their next request on. */
export const updateRole = defineCommand({
  name: "role.update",
  permission: "member:manage",
  input: roleInputSchema.extend({ id: idOf("role") }),
  async run(ctx, { id, ...input }, tx) {
    const role = await loadCustomRole(tx, ctx, id);
    // Both ways: nobody gives what they lack, and nobody takes from those above them.
    demandMayGrant(ctx, [...input.permissions, ...role.permissions]);
    await demandFreeName(tx, ctx, input.name, id);
    await tx
      .update(roles)
      .set({ ...input, description: input.description || null, updatedAt: ctx.now })
      .where(and(eq(roles.workspaceNo, ctx.workspaceNo), eq(roles.id, id)));
    return {
      result: { id: publicId("role", id) },
      audit: {
        action: "role.update",
        entityType: "role",
        entityId: id,
        changes: {
          name: { from: role.name, to: input.name },
          permissions: { from: role.permissions, to: input.permissions },
        },
      },
      events: [],
    };
  },
});

/** Deletes a role nobody has. */
export const deleteRole = defineCommand({
  name: "role.delete",
  permission: "member:manage",
  input: z.object({ id: idOf("role") }),
  async run(ctx, { id }, tx) {
    const role = await loadCustomRole(tx, ctx, id);
    const holders = await countRoleHolders(tx, ctx, role.roleNo);
    if (holders > 0)
      throw new AppError("CONFLICT", `${holders} members or invitations have this role. Give them another one first.`);
    // Invitations that are over still name it.
    await tx
      .update(invitations)
      .set({ roleNo: null })
      .where(and(eq(invitations.workspaceNo, ctx.workspaceNo), eq(invitations.roleNo, role.roleNo)));
    await tx.delete(roles).where(and(eq(roles.workspaceNo, ctx.workspaceNo), eq(roles.id, id)));
    return {
      result: { id: publicId("role", id) },
      audit: { action: "role.delete", entityType: "role", entityId: id, changes: { name: role.name } },
      events: [],
    };
  },
});

async function demandFreeName(tx: Tx, ctx: Ctx, name: string, except: string | null): Promise<void> {
  const rows = await tx
    .select({ id: roles.id, name: roles.name })
    .from(roles)
    .where(eq(roles.workspaceNo, ctx.workspaceNo));
  if (rows.some((row) => row.id !== except && row.name.toLowerCase() === name.toLowerCase()))
    throw new AppError("CONFLICT", `A role is called ${name} already. Choose another name.`, { field: "name" });
}
