import "server-only";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { publicId } from "@/contracts/ids";
import type { CustomRole } from "@/contracts/members";
import { roles } from "@/drizzle/schema/access";
import { defineQuery } from "@/server/platform/command";
import { countRoleHolders } from "../load";

/** The workspace's own roles, by name. The five built in are data of contracts/access.ts. */
export const listRoles = defineQuery({
  name: "role.list",
  permission: "member:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ data: CustomRole[] }> {
    const rows = await tx
      .select()
      .from(roles)
      .where(eq(roles.workspaceNo, ctx.workspaceNo))
      .orderBy(asc(roles.name), asc(roles.roleNo));
    const data: CustomRole[] = [];
    for (const row of rows)
      data.push({
        id: publicId("role", row.id),
        name: row.name,
        description: row.description,
        permissions: row.permissions,
        holders: await countRoleHolders(tx, ctx, row.roleNo),
        updatedAt: row.updatedAt.toISOString(),
      });
    return { data };
  },
});
