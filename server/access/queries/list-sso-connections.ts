import "server-only";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import type { SsoConnection } from "@/contracts/access";
import { publicId } from "@/contracts/ids";
import { ssoConnections, ssoDomains, workspaces } from "@/drizzle/schema/access";
import { defineQuery } from "@/server/platform/command";
import { env } from "@/server/platform/env";
import { toSsoDomain } from "../sso-domain";

/** The workspace's OpenID providers with their domains; secrets do not leave the server. */
export const listSsoConnections = defineQuery({
  name: "sso-connection.list",
  permission: "sso:manage",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ data: SsoConnection[]; isEnforced: boolean }> {
    const connections = await tx
      .select()
      .from(ssoConnections)
      .where(eq(ssoConnections.workspaceNo, ctx.workspaceNo))
      .orderBy(asc(ssoConnections.connectionNo));
    const domains = await tx
      .select()
      .from(ssoDomains)
      .where(eq(ssoDomains.workspaceNo, ctx.workspaceNo))
      .orderBy(asc(ssoDomains.domain));
    const [workspace] = await tx
      .select({ enforcedAt: workspaces.ssoEnforcedAt })
      .from(workspaces)
      .where(eq(workspaces.workspaceNo, ctx.workspaceNo));
    return {
      isEnforced: workspace?.enforcedAt !== null,
      data: connections.map((connection) => {
        const id = publicId("ssoConnection", connection.id);
        return {
          id,
          name: connection.name,
          issuer: connection.issuer,
          clientId: connection.clientId,
          enabled: connection.enabled,
          defaultRole: connection.defaultRole,
          domains: domains.filter((d) => d.connectionNo === connection.connectionNo).map(toSsoDomain),
          tested: connection.testedAt ? { at: connection.testedAt.toISOString(), email: connection.testedEmail } : null,
          redirectUrl: `${env().APP_URL}/api/auth/callback/${id}`,
          signInUrl: `${env().APP_URL}/login?connection=${id}`,
          createdAt: connection.createdAt.toISOString(),
          updatedAt: connection.updatedAt.toISOString(),
        };
      }),
    };
  },
});
