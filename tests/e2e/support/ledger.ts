import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";

/** The embedded database of a data directory, seen by its owner: past row-level security, for checking. */
export function openOwner(dataDir: string): postgres.Sql {
  const home = join(dataDir, "postgres");
  const { port }: { port: number } = JSON.parse(readFileSync(join(home, "owner.json"), "utf8"));
  const password = readFileSync(join(home, "password"), "utf8").trim();
  return postgres(`postgres://carillon:${password}@127.0.0.1:${port}/carillon`, { max: 2, onnotice: () => {} });
}

/** People whose last name says what group they are in, all with consent but the last `silent` of them. */
export async function addGroup(sql: postgres.Sql, group: string, from: number, count: number, silent: number) {
  await sql`
    insert into contacts (workspace_no, contact_no, id, email, email_key, first_name, last_name)
    select 1, n, gen_random_uuid(), 'p' || n || '@people.example', 'p' || n || '@people.example', 'Person ' || n, ${group}
      from generate_series(${from}::int, ${from + count - 1}::int) n`;
  await sql`
    insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
    select 1, n, 'email', 0, 'granted', 'member', now()
      from generate_series(${from}::int, ${from + count - silent - 1}::int) n`;
}

export type Verdicts = {
  audience: number;
  accepted: number;
  skipped: number;
  failed: number;
  unknown: number;
  cancelled: number;
  /** Has no terminal state, or more than one. */
  undecided: number;
};

/** Every row of a campaign's run by its terminal state, counted from the tables alone. */
export async function countVerdicts(sql: postgres.Sql, campaign: string): Promise<Verdicts> {
  const [row] = await sql<Verdicts[]>`
    with run as (select workspace_no, run_no from campaigns where name = ${campaign}),
    people as (
      select r.batch_no, r.skip,
             (select array_agg(d.status) from deliveries d where d.workspace_no = r.workspace_no
                 and d.run_no = r.run_no and d.batch_no = r.batch_no and d.seq = r.seq) as verdicts
        from run_recipients r join run using (workspace_no, run_no))
    select count(*)::int as audience,
           count(*) filter (where verdicts = '{1}')::int as accepted,
           count(*) filter (where verdicts = '{2}' or skip is not null)::int as skipped,
           count(*) filter (where verdicts = '{3}')::int as failed,
           count(*) filter (where verdicts = '{4}')::int as unknown,
           count(*) filter (where verdicts = '{5}')::int as cancelled,
           count(*) filter (where coalesce(cardinality(verdicts), 0) + (skip is not null)::int <> 1)::int as undecided
      from people`;
  if (!row) throw new Error(`There is no campaign ${campaign}.`);
  return row;
}

/** Addresses of a campaign by verdict. */
export async function addressesOf(sql: postgres.Sql, campaign: string, status: number): Promise<Set<string>> {
  const rows = await sql<{ email: string }[]>`
    select c.email from campaigns k
      join deliveries d on d.workspace_no = k.workspace_no and d.run_no = k.run_no and d.status = ${status}
      join contacts c on c.workspace_no = d.workspace_no and c.contact_no = d.contact_no
     where k.name = ${campaign}`;
  return new Set(rows.map((row) => row.email));
}
