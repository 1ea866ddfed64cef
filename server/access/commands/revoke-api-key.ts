import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { apiKeys } from "@/drizzle/schema/access";
import { defineCommand, none } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";

/** Ends a key; the next request with it is refused. Revoking it again changes nothing. */
export const revokeApiKey = defineCommand({
  name: "api-key.revoke",
  permission: "apikey:manage",
  input: z.object({ id: idOf("apiKey") }),
  async run(ctx, { id }, tx) {
    const mine = and(eq(apiKeys.workspaceNo, ctx.workspaceNo), eq(apiKeys.id, id));
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: ctx.now })
      .where(and(mine, isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name });
    const result = { ok: true as const };
    if (revoked[0])
      return {
        result,
        audit: { action: "api-key.revoke", entityType: "apiKey", entityId: id, changes: { name: revoked[0].name } },
        events: [],
      };
    const known = await tx.select({ id: apiKeys.id }).from(apiKeys).where(mine);
    if (known.length === 0) throw notFound("API key");
    return { result, audit: none("it was revoked before"), events: [] };
  },
});
