import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { domainSchema } from "@/contracts/access-inputs";
import { idOf } from "@/contracts/ids";
import { ssoDomains } from "@/drizzle/schema/access";
import { defineCommand, none } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";
import { loadSsoConnection } from "../load";
import { toSsoDomain } from "../sso-domain";

const input = z.object({ id: idOf("ssoConnection"), domain: domainSchema });

/** Records that a domain was proven. Only processes/verify-sso-domain.ts calls it, after it has looked. */
export const confirmSsoDomain = defineCommand({
  name: "sso-domain.verify",
  permission: "sso:manage",
  input: input.extend({ isProven: z.boolean().default(false) }),
  async run(ctx, { id, domain, isProven }, tx) {
    const { connectionNo } = await loadSsoConnection(tx, ctx, id);
    const mine = and(
      eq(ssoDomains.workspaceNo, ctx.workspaceNo),
      eq(ssoDomains.connectionNo, connectionNo),
      eq(ssoDomains.domain, domain),
    );
    const [row] = await tx.select().from(ssoDomains).where(mine);
    if (!row) throw notFound("domain");
    const before = { domain: toSsoDomain(row), token: row.token };
    if (!isProven || row.verifiedAt) return { result: before, audit: none("nothing changed"), events: [] };
    await tx.update(ssoDomains).set({ verifiedAt: ctx.now }).where(mine);
    return {
      result: { domain: { ...before.domain, isVerified: true }, token: row.token },
      audit: { action: "sso-domain.verify", entityType: "ssoConnection", entityId: id, changes: { domain } },
      events: [],
    };
  },
});
