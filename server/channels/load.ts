import "server-only";
import { and, asc, desc, eq } from "drizzle-orm";
import { PROVIDER_LABELS, type ProviderKind } from "@/contracts/channels";
import { publicId } from "@/contracts/ids";
import { providers } from "@/drizzle/schema/channels";
import type { Tx } from "@/server/platform/db";
import { notFound } from "@/server/platform/errors";

export type ProviderRow = typeof providers.$inferSelect;

/** A provider as it leaves the server: whether secrets are set, never what they are. */
export const toProvider = (row: ProviderRow) => ({
  id: publicId("provider", row.id),
  kind: row.kind,
  kindLabel: PROVIDER_LABELS[row.kind],
  name: row.name,
  settings: row.settings,
  fromEmail: row.fromEmail,
  fromName: row.fromName,
  isDefault: row.isDefault,
  limits: row.limits,
  /** Where the provider posts what happened to messages, below the address of this installation. */
  webhookPath: `/api/hooks/${publicId("provider", row.id)}`,
  hasSecret: row.secretSealed !== null,
  hasWebhookSecret: row.webhookSecretSealed !== null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
export type Provider = ReturnType<typeof toProvider>;

export async function loadProvider(tx: Tx, workspaceNo: number, id: string): Promise<ProviderRow> {
  const [row] = await tx
    .select()
    .from(providers)
    .where(and(eq(providers.workspaceNo, workspaceNo), eq(providers.id, id)));
  if (!row) throw notFound("provider");
  return row;
}

export type SendingProvider = {
  providerNo: number;
  id: string;
  kind: ProviderKind;
  name: string;
  fromEmail: string;
  fromName: string;
};

/** The road a sending takes: the chosen provider, or the workspace's default. Null when there is none. */
export async function providerForSending(
  tx: Tx,
  workspaceNo: number,
  providerNo: number | null,
): Promise<SendingProvider | null> {
  const [row] = await tx
    .select({
      providerNo: providers.providerNo,
      id: providers.id,
      kind: providers.kind,
      name: providers.name,
      fromEmail: providers.fromEmail,
      fromName: providers.fromName,
    })
    .from(providers)
    .where(
      and(
        eq(providers.workspaceNo, workspaceNo),
        providerNo === null ? undefined : eq(providers.providerNo, providerNo),
      ),
    )
    .orderBy(desc(providers.isDefault), asc(providers.providerNo))
    .limit(1);
  return row ?? null;
}
