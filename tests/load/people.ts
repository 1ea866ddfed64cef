import { randomBytes, randomUUID } from "node:crypto";
import postgres from "postgres";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { env } from "@/server/platform/env";

/** A workspace for measuring, with a Local Inbox and a postal address. */
export async function benchWorkspace(name: string): Promise<Ctx> {
  const sql = pipelineSql();
  const workspaceId = randomUUID();
  const [row] = await sql<{ workspace_no: number }[]>`
    insert into workspaces (id, slug, name, time_zone, currency, salt, postal_address)
    values (${workspaceId}, ${`bench-${randomBytes(5).toString("hex")}`}, ${name}, 'Europe/Berlin', 'EUR', ${randomBytes(16).toString("hex")}, '1 Mill Lane')
    returning workspace_no`;
  const workspaceNo = Number(row?.workspace_no);
  await sql`insert into workspace_counters (workspace_no, kind, last) values (${workspaceNo}, 'provider', 1)`;
  await sql`insert into providers (workspace_no, provider_no, id, kind, name, settings, from_email, from_name, is_default)
    values (${workspaceNo}, 1, ${randomUUID()}, 'local', 'Local Inbox', ${sql.json({ kind: "local" })}, 'hello@bench.example', 'Bench', true)`;
  return {
    workspaceNo,
    workspaceId,
    actor: { type: "operator", name: "bench" },
    now: new Date(),
    traceId: randomBytes(16).toString("hex"),
  };
}

const FIELDS = [
  ["country", "Country", "text"],
  ["plan", "Plan", "text"],
  ["lifetime_value", "Lifetime value", "number"],
] as const;

/** `count` people with consent, three attributes of realistic spread, numbered from 1. */
export async function addBenchPeople(ctx: Ctx, count: number): Promise<void> {
  const sql = pipelineSql();
  const ws = ctx.workspaceNo;
  for (const [i, [key, label, type]] of FIELDS.entries())
    await sql`insert into contact_fields (workspace_no, field_no, id, key, label, type) values (${ws}, ${i + 1}, ${randomUUID()}, ${key}, ${label}, ${type})`;
  await sql`insert into workspace_counters (workspace_no, kind, last) values (${ws}, 'contact_field', ${FIELDS.length}), (${ws}, 'contact', ${count})`;
  await sql`
    insert into contacts (workspace_no, contact_no, id, email, email_key, first_name, last_name, locale, attributes)
    select ${ws}, n, gen_random_uuid(), 'p' || n || '@people.example', 'p' || n || '@people.example', 'Person ' || n, 'Of ' || (n % 997), 'en',
           jsonb_build_object('country', (array['Germany','France','Austria','Spain','Italy','Poland','Sweden','Ireland','Portugal','Denmark'])[1 + n % 10],
                              'plan', (array['Trial','Weekly','Family'])[1 + (n / 7) % 3], 'lifetime_value', (n::bigint * 7919) % 40000)
      from generate_series(1, ${count}::int) n`;
  await sql`
    insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
    select ${ws}, n, 'email', 0, case when n % 10 < 8 then 'granted' when n % 10 = 8 then 'denied' else 'pending' end, 'member', now()
      from generate_series(1, ${count}::int) n`;
  await analyze("contacts", "consent_state");
}

/** Statistics, as autovacuum would take them within a minute; only the owner of the tables may. */
export async function analyze(...tables: string[]): Promise<void> {
  const owner = postgres(env().DATABASE_URL, { max: 1, onnotice: () => {} });
  try {
    for (const table of tables) await owner`analyze ${owner(table)}`;
  } finally {
    await owner.end();
  }
}
