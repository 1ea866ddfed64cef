import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { ssoConnections, ssoDomains } from "@/drizzle/schema/access";
import { defineCommand } from "@/server/platform/command";
import { loadSsoConnection } from "../load";

/** Removes a connection and its domains. Identities stay: the same provider added again finds the same people. */
export const deleteSsoConnectionRow = defineCommand({
  name: "sso-connection.delete",
  permission: "sso:manage",
  input: z.object({ id: idOf("ssoConnection") }),
  async run(ctx, { id }, tx) {
    const { workspaceNo } = ctx;
    const { connectionNo, name, issuer } = await loadSsoConnection(tx, ctx, id);
    await tx
      .delete(ssoDomains)
      .where(and(eq(ssoDomains.workspaceNo, workspaceNo), eq(ssoDomains.connectionNo, connectionNo)));
    await tx
      .delete(ssoConnections)
      .where(and(eq(ssoConnections.workspaceNo, workspaceNo), eq(ssoConnections.connectionNo, connectionNo)));
    return {
      result: { ok: true as const },
      audit: {
        action: "sso-connection.delete",
        entityType: "ssoConnection",
        entityId: id,
        changes: { name, issuer },
      },
      events: [],
    };
  },
});
