import "server-only";
import { and, eq } from "drizzle-orm";
import { ssoConnections } from "@/drizzle/schema/access";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

/** The connection of this workspace with this id, or NOT_FOUND. */
export async function loadSsoConnection(tx: Tx, ctx: Ctx, id: string) {
  const [row] = await tx
    .select()
    .from(ssoConnections)
    .where(and(eq(ssoConnections.workspaceNo, ctx.workspaceNo), eq(ssoConnections.id, id)));
  if (!row) throw notFound("SSO connection");
  return row;
}
