import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type postgres from "postgres";
import { createRandom } from "@/server/demo/rules/random";
import type { JournalLine } from "../support/journal-sink";
import { type App, startApp } from "./support/app";
import { credentials } from "./support/credentials";
import { addGroup, addressesOf, countVerdicts, openOwner } from "./support/ledger";
import { killInTurn, startSink } from "./support/storm";

const PEOPLE = 20_000;
const SMTP_PEOPLE = 1000;
const SILENT = 100;
const TIMES = 3;
/** Lanes that may send at once in a workspace (inngest/functions/delivery/send-run.ts), and an SMTP lane's grant. */
const LANES = 6;
const SMTP_CONNECTIONS = 2;
const SMTP_IN_FLIGHT = LANES * SMTP_CONNECTIONS * 4;

const HTML = `<html><body><p>Dear {{ contact.first_name }}</p><a href="https://example.com/offer">Offer</a>
<p>{{ workspace.postal_address }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>`;

// Idle it takes about two minutes: leases of the dead have to run out. The limit is for a machine that is not idle.
test.describe.configure({ timeout: 600_000 });

test("kill -9 of worker, web and Postgres in turn while 20,000 people are written to: everybody once, nobody lost", async () => {
  const seed = Number(process.env.CARILLON_TEST_SEED ?? Date.now() % 1_000_000);
  test.info().annotations.push({ type: "seed", description: String(seed) });
  console.log(`CARILLON_TEST_SEED=${seed}`);
  const app = await startApp({
    env: {
      CARILLON_ADMIN_EMAIL: credentials.email,
      CARILLON_ADMIN_PASSWORD: credentials.password,
      CARILLON_WORKSPACE: credentials.workspace,
      CARILLON_API_KEY: credentials.apiKey,
    },
  });
  const sink = await startSink(join(app.dataDir, "journal.ndjson"), { httpCallMs: 400, smtpMessageMs: 30 });
  const sql = openOwner(app.dataDir);
  try {
    await addGroup(sql, "Key", 1, PEOPLE + SILENT, SILENT);
    await addGroup(sql, "No key", PEOPLE + SILENT + 1, SMTP_PEOPLE, 0);
    const http = { kind: "resend", baseUrl: `http://127.0.0.1:${sink.httpPort}`, callsPerSecond: 1000 };
    const smtp = {
      kind: "smtp",
      host: "127.0.0.1",
      port: sink.smtpPort,
      security: "none",
      maxConnections: SMTP_CONNECTIONS,
    };
    const campaigns = { "No key": await launch(app, "No key", smtp), Key: await launch(app, "Key", http) };

    const taken = (via: JournalLine["via"]) => sink.journal().filter((line) => line.via === via).length;
    const random = createRandom(seed).next;
    const kills = await killInTurn(app, { times: TIMES, random, taken: () => taken("http"), total: PEOPLE });
    for (const name of ["Key", "No key"])
      await expect.poll(() => statusOf(sql, name), { timeout: 300_000 }).toMatch(/^completed/);

    console.log(kills.map(({ victim, at }) => `${victim}@${at}`).join(" "));
    expect(kills).toHaveLength(3 * TIMES);
    expect(kills.filter(({ at }) => at === 0 || at >= PEOPLE)).toEqual([]);
    const journal = sink.journal();
    await checkKeyed(
      sql,
      journal.filter(({ via }) => via === "http"),
    );
    await checkKeyless(
      sql,
      journal.filter(({ via }) => via === "smtp"),
      2 * TIMES,
    );
    await checkReport(app, sql, campaigns);
    await expect.poll(() => waitingEvents(sql), { timeout: 60_000 }).toBe(0);
  } finally {
    await sql.end({ timeout: 1 });
    await sink.stop();
    await app.stop();
    app.remove();
  }
});

/** Every one of the audience has one verdict and is in the journal once. */
async function checkKeyed(sql: postgres.Sql, journal: JournalLine[]): Promise<void> {
  expect(await countVerdicts(sql, "Key")).toEqual({
    audience: PEOPLE + SILENT,
    accepted: PEOPLE,
    skipped: SILENT,
    failed: 0,
    unknown: 0,
    cancelled: 0,
    undecided: 0,
  });
  expect(repeated(journal.map(({ message }) => message))).toEqual([]);
  expect(repeated(journal.map(({ to }) => to))).toEqual([]);
  expect(journal).toHaveLength(PEOPLE);
}

/** Nobody twice; whoever is not certainly sent is in doubt, and no more are than were on their way at the kills. */
async function checkKeyless(sql: postgres.Sql, journal: JournalLine[], kills: number): Promise<void> {
  const verdicts = await countVerdicts(sql, "No key");
  console.log(`without keys: ${verdicts.unknown} unknown, ${journal.length} taken`);
  expect(verdicts).toMatchObject({ audience: SMTP_PEOPLE, failed: 0, skipped: 0, cancelled: 0, undecided: 0 });
  expect(verdicts.accepted + verdicts.unknown).toBe(SMTP_PEOPLE);
  expect(verdicts.unknown).toBeLessThanOrEqual(kills * SMTP_IN_FLIGHT);
  expect(repeated(journal.map(({ to }) => to))).toEqual([]);
  const taken = new Set(journal.map(({ to }) => to));
  const [accepted, unknown] = [await addressesOf(sql, "No key", 1), await addressesOf(sql, "No key", 4)];
  expect([...accepted].filter((address) => !taken.has(address))).toEqual([]);
  expect([...taken].filter((address) => !accepted.has(address) && !unknown.has(address))).toEqual([]);
}

/** What the report says is what the rows say. */
async function checkReport(app: App, sql: postgres.Sql, campaigns: Record<string, string>): Promise<void> {
  for (const [name, id] of Object.entries(campaigns)) {
    const { counts } = await call(app, "GET", `/campaigns/${id}/metrics`);
    const { undecided, ...verdicts } = await countVerdicts(sql, name);
    expect(counts).toMatchObject({ ...verdicts, pending: undecided });
  }
}

function repeated(values: string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.has(value) || !seen.add(value));
}

async function launch(app: App, group: string, settings: Record<string, unknown>): Promise<string> {
  await call(app, "PATCH", "/workspace", { postalAddress: "1 Mill Lane, Leeds" });
  const provider = await call(app, "POST", "/providers", {
    name: group,
    settings,
    ...(settings.kind === "resend" ? { secret: "re_faults" } : {}),
    fromEmail: "hello@bakery.example",
    fromName: "Bakery",
  });
  const campaign = await call(app, "POST", "/campaigns", {
    name: group,
    audience: { condition: { kind: "attribute", field: "last_name", operator: "equals", value: group } },
    content: { document: { version: 1, mode: "code", subject: "For {{ contact.first_name }}", html: HTML } },
    providerId: provider.id,
  });
  await call(app, "POST", `/campaigns/${campaign.id}/launch`, {});
  return campaign.id;
}

async function call(app: App, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${app.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${credentials.apiKey}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
  return JSON.parse(text);
}

/** "away" while Postgres is down. */
const statusOf = (sql: postgres.Sql, name: string): Promise<string> =>
  sql<{ status: string }[]>`select status from campaigns where name = ${name}`.then(
    ([row]) => row?.status ?? "none",
    () => "away",
  );

async function waitingEvents(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from wf.inbox where routed is null`;
  return row?.n ?? -1;
}
