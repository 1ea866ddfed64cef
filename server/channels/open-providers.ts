import "server-only";
import type { ProviderSettings } from "@/contracts/channels";
import { pipelineSql } from "@/server/platform/db";
import { unseal } from "@/server/platform/seal";
import type { EmailProvider } from "./contract";
import { createProvider } from "./registry";

export const SECRET = "provider-secret";
export const WEBHOOK_SECRET = "provider-webhook-secret";

type Opened = { version: string; provider: EmailProvider };
const shared = globalThis as typeof globalThis & { __carillonProviders?: Map<string, Opened> };
const opened = (): Map<string, Opened> => (shared.__carillonProviders ??= new Map());

/** The provider of a workspace, connected once per process and again after its settings changed. Null when deleted. */
export async function openProvider(workspaceNo: number, providerNo: number): Promise<EmailProvider | null> {
  const [row] = await pipelineSql()<
    { settings: ProviderSettings; secret: string | null; webhook_secret: string | null; updated_at: Date }[]
  >`select settings, secret_sealed as secret, webhook_secret_sealed as webhook_secret, updated_at
      from providers where workspace_no = ${workspaceNo} and provider_no = ${providerNo}`;
  const key = `${workspaceNo}:${providerNo}`;
  const known = opened().get(key);
  if (row && known?.version === row.updated_at.toISOString()) return known.provider;
  opened().delete(key);
  if (known) void known.provider.close();
  if (!row) return null;
  const provider = createProvider({
    settings: row.settings,
    secret: row.secret === null ? null : unseal(row.secret, SECRET),
    webhookSecret: row.webhook_secret === null ? null : unseal(row.webhook_secret, WEBHOOK_SECRET),
  });
  opened().set(key, { version: row.updated_at.toISOString(), provider });
  return provider;
}

/** Ends every connection; for shutdown and tests. */
export async function closeProviders(): Promise<void> {
  const open = [...opened().values()];
  opened().clear();
  await Promise.all(open.map(({ provider }) => provider.close()));
}
