import "server-only";
import { and, eq } from "drizzle-orm";
import { providers } from "@/drizzle/schema/channels";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

/** The provider a campaign names, in its own workspace; null means "the workspace's default at launch". */
export async function providerNoOf(
  tx: Tx,
  workspaceNo: number,
  providerId: string | null | undefined,
): Promise<number | null> {
  if (!providerId) return null;
  const [row] = await tx
    .select({ providerNo: providers.providerNo })
    .from(providers)
    .where(and(eq(providers.workspaceNo, workspaceNo), eq(providers.id, providerId)));
  if (!row) throw notFound("provider");
  return row.providerNo;
}
