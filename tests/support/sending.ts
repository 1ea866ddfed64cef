import { randomUUID } from "node:crypto";
import { sql as drizzleSql } from "drizzle-orm";
import type { FrozenContent } from "@/contracts/delivery";
import type { Ctx } from "@/server/platform/context";

export const LETTER: FrozenContent = {
  document: {
    version: 1,
    mode: "code",
    subject: "Hello {{ contact.first_name }}",
    preheader: "",
    text: "",
    html: `<html><body><p>Hello {{ contact.first_name }}</p><a href="https://example.com/offer?a=1&amp;b=2">Offer</a>
<a href="https://example.com/shop">Shop</a><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`,
  },
  purpose: "marketing",
  fromEmail: "hello@bright-bakery.example",
  fromName: "Bright Bakery",
  missingValues: "blank",
};

/** `count` people with marketing consent, numbered from 1; returns their contact numbers. */
export async function addPeople(ctx: Ctx, count: number, from = 1): Promise<number[]> {
  const { pipelineSql } = await import("@/server/platform/db");
  const sql = pipelineSql();
  const numbers = Array.from({ length: count }, (_, i) => from + i);
  await sql`
    insert into contacts (workspace_no, contact_no, id, email, email_key, first_name)
    select ${ctx.workspaceNo}, n, gen_random_uuid(), 'p' || n || '@people.example', 'p' || n || '@people.example',
           'Person ' || n from unnest(${numbers}::int[]) n`;
  await sql`
    insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
    select ${ctx.workspaceNo}, n, 'email', 0, 'granted', 'member', now() from unnest(${numbers}::int[]) n`;
  return numbers;
}

/** Another road out for the workspace; returns its number. */
export async function addProvider(
  ctx: Ctx,
  settings: Record<string, unknown>,
  secret?: string,
  webhookSecret?: string,
) {
  const { pipelineSql } = await import("@/server/platform/db");
  const { seal } = await import("@/server/platform/seal");
  const { SECRET, WEBHOOK_SECRET } = await import("@/server/channels/open-providers");
  const sql = pipelineSql();
  const id = randomUUID();
  const [row] = await sql<{ provider_no: number }[]>`
    insert into providers (workspace_no, provider_no, id, kind, name, settings, secret_sealed, webhook_secret_sealed, from_email, from_name)
    select ${ctx.workspaceNo}, max(provider_no) + 1, ${id}, ${String(settings.kind)}, 'Test', ${sql.json(settings as never)},
           ${secret ? seal(secret, SECRET) : null}, ${webhookSecret ? seal(webhookSecret, WEBHOOK_SECRET) : null},
           'hello@bright-bakery.example', 'Bright Bakery'
      from providers where workspace_no = ${ctx.workspaceNo} returning provider_no`;
  return { providerNo: Number(row?.provider_no), providerId: id };
}

/** A run over everybody in the workspace, with its audience; `ready` unless `isHeld`. */
export async function makeRun(
  ctx: Ctx,
  { providerNo = 1, content = LETTER, isHeld = false, launchKey = randomUUID(), refuseDemo = false } = {},
): Promise<{ workspaceNo: number; runNo: number }> {
  const { createRun, materialiseAudience, releaseRun } = await import("@/server/delivery");
  const { runNo } = await createRun(ctx, { kind: "campaign", sourceNo: 1, launchKey, providerNo, content });
  await materialiseAudience(ctx, {
    runNo,
    condition: drizzleSql`true`,
    refuseDemo,
  });
  if (!isHeld) await releaseRun(ctx, { runNo });
  return { workspaceNo: ctx.workspaceNo, runNo };
}

/** As if the lease and the waiting time of every open batch had passed. */
export async function passTime(ref: { workspaceNo: number; runNo: number }): Promise<void> {
  const { pipelineSql } = await import("@/server/platform/db");
  await pipelineSql()`
    update send_batches set lease_until = case when state = 1 then now() - interval '1 s' end, not_before = null
     where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo} and state <> 2`;
}
