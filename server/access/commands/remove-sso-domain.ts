import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { domainSchema } from "@/contracts/access-inputs";
import { idOf } from "@/contracts/ids";
import { ssoDomains } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";
import { loadSsoConnection } from "../load";

/** Takes a domain from a connection; people who came in through it stay members. */
export const removeSsoDomain = defineCommand({
  name: "sso-domain.remove",
  permission: "sso:manage",
  input: z.object({ id: idOf("ssoConnection"), domain: domainSchema }),
  async run(ctx, { id, domain }, tx) {
    const { connectionNo } = await loadSsoConnection(tx, ctx, id);
    const removed = await tx
      .delete(ssoDomains)
      .where(
        and(
          eq(ssoDomains.workspaceNo, ctx.workspaceNo),
          eq(ssoDomains.connectionNo, connectionNo),
          eq(ssoDomains.domain, domain),
        ),
      )
      .returning();
    if (removed.length === 0) throw notFound("domain");
    return {
      result: { ok: true as const },
      audit: { action: "sso-domain.remove", entityType: "ssoConnection", entityId: id, changes: { domain } },
      events: [],
    };
  },
});
