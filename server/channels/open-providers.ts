import "server-only";
import type { ProviderSettings } from "@/contracts/channels";
import { pipelineSql } from "@/server/platform/db";
import { unseal } from "@/server/platform/seal";
import type { EmailProvider } from "./contract";
import { openDkimKey } from "./dkim-key";
import { createProvider } from "./registry";

export const SECRET = "provider-secret";
export const WEBHOOK_SECRET = "provider-webhook-secret";

type StoredProvider = {
  settings: ProviderSettings;
  secret: string | null;
  webhook_secret: string | null;
  updated_at: Date;
  keys: { domain: string; selector: string; sealed: string }[] | null;
};
type Opened = { version: string; provider: EmailProvider };
const shared = globalThis as typeof globalThis & { __carillonProviders?: Map<string, Opened> };
const opened = (): Map<string, Opened> => (shared.__carillonProviders ??= new Map());

/** The provider of a workspace, connected once per process and again after its settings changed. Null when deleted. */
export async function openProvider(workspaceNo: number, providerNo: number): Promise<EmailProvider | null> {
  const [row] = await pipelineSql()<StoredProvider[]>`
    select p.settings, p.secret_sealed as secret, p.webhook_secret_sealed as webhook_secret, p.updated_at,
           case when p.kind = 'smtp' then
             (select json_agg(json_build_object('domain', d.domain, 'selector', k.selector, 'sealed', k.private_sealed)
                              order by d.domain, k.selector)
                from dkim_keys k join sending_domains d on d.workspace_no = k.workspace_no and d.domain_no = k.domain_no
               where k.workspace_no = p.workspace_no and k.state = 'active') end as keys
      from providers p where p.workspace_no = ${workspaceNo} and p.provider_no = ${providerNo}`;
  const key = `${workspaceNo}:${providerNo}`;
  const known = opened().get(key);
  const version = row ? [row.updated_at.toISOString(), ...(row.keys ?? []).map((k) => k.selector)].join(" ") : "";
  if (row && known?.version === version) return known.provider;
  opened().delete(key);
  if (known) void known.provider.close();
  if (!row) return null;
  const provider = createProvider({
    settings: row.settings,
    secret: row.secret === null ? null : unseal(row.secret, SECRET),
    webhookSecret: row.webhook_secret === null ? null : unseal(row.webhook_secret, WEBHOOK_SECRET),
    keys: (row.keys ?? []).map(({ sealed, ...rest }) => ({ ...rest, privateKey: openDkimKey(sealed) })),
  });
  opened().set(key, { version, provider });
  return provider;
}

/** Ends every connection; for shutdown and tests. */
export async function closeProviders(): Promise<void> {
  const open = [...opened().values()];
  opened().clear();
  await Promise.all(open.map(({ provider }) => provider.close()));
}
