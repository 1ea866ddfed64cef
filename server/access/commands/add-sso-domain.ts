import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { domainSchema } from "@/contracts/access-inputs";
import { idOf } from "@/contracts/ids";
import { ssoDomains } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { loadSsoConnection } from "../load";
import { toSsoDomain } from "../sso-domain";

/** Names a domain the workspace means to prove; the answer holds the TXT record to publish. */
export const addSsoDomain = defineCommand({
  name: "sso-domain.add",
  permission: "sso:manage",
  input: z.object({ id: idOf("ssoConnection"), domain: domainSchema }),
  async run(ctx, { id, domain }, tx) {
    const { workspaceNo } = ctx;
    const { connectionNo } = await loadSsoConnection(tx, ctx, id);
    const token = randomBytes(24).toString("base64url");
    const added = await tx
      .insert(ssoDomains)
      .values({ workspaceNo, domain, connectionNo, token, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning();
    const [row] = added.length
      ? added
      : await tx
          .select()
          .from(ssoDomains)
          .where(and(eq(ssoDomains.workspaceNo, workspaceNo), eq(ssoDomains.domain, domain)));
    if (row?.connectionNo !== connectionNo)
      throw new AppError("CONFLICT", `${domain} belongs to another connection of this workspace.`);
    return {
      result: toSsoDomain(row),
      audit: { action: "sso-domain.add", entityType: "ssoConnection", entityId: id, changes: { domain } },
      events: [],
    };
  },
});
