import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { ApiKey } from "@/contracts/access";
import { publicId } from "@/contracts/ids";
import { apiKeys, members, users } from "@/drizzle/schema/access";
import { defineQuery } from "@/server/platform/command";
import { iso } from "../iso";

/** Every key of the workspace, newest first, revoked ones included; secrets are not kept and cannot be shown. */
export const listApiKeys = defineQuery({
  name: "api-key.list",
  permission: "apikey:manage",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ data: ApiKey[] }> {
    const rows = await tx
      .select({ key: apiKeys, creator: users.name })
      .from(apiKeys)
      .leftJoin(
        members,
        and(eq(members.workspaceNo, apiKeys.workspaceNo), eq(sql`${members.id}::text`, apiKeys.createdBy)),
      )
      .leftJoin(users, eq(users.id, members.userId))
      .where(eq(apiKeys.workspaceNo, ctx.workspaceNo))
      .orderBy(desc(apiKeys.keyNo));
    return {
      data: rows.map(({ key, creator }) => ({
        id: publicId("apiKey", key.id),
        name: key.name,
        hint: key.hint,
        scopes: key.scopes,
        createdBy: creator,
        createdAt: key.createdAt.toISOString(),
        lastUsedAt: iso(key.lastUsedAt),
        expiresAt: iso(key.expiresAt),
        revokedAt: iso(key.revokedAt),
      })),
    };
  },
});
