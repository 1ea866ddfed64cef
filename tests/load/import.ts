import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { createImport, previewImport, runImport, saveUpload, startImport } from "@/server/imports";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { PIPELINE_ROLE, pipelineSql } from "@/server/platform/db";
import { env } from "@/server/platform/env";
import { type Cell, type Column, copyInto } from "./binary-copy";
import { benchWorkspace } from "./people";
import { type Figure, median, perSecond, seconds, timed } from "./report";

const BATCH = 5000;
const EVIDENCE = "people.csv: newsletter form on our site";
const COUNTRIES = [
  "Germany",
  "France",
  "Austria",
  "Spain",
  "Italy",
  "Poland",
  "Sweden",
  "Ireland",
  "Portugal",
  "Denmark",
];
const PLANS = ["Trial", "Weekly", "Family"];

/** A file of people through the whole import, beside COPY BINARY of the rows it leaves behind. Medians of three, in turn. */
export async function benchImport(people: number): Promise<Figure[]> {
  const csv = Buffer.from(csvOf(people));
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    bare.push(await copyRows(people));
    ours.push(await importFile(csv, people));
  }
  const [oursMs, bareMs] = [median(ours), median(bare)];
  return [
    {
      job: `CSV import, ${people.toLocaleString("en")} rows with consent, until done`,
      ours: `${seconds(oursMs)} (${perSecond(people, oursMs)})`,
      baseline: `COPY BINARY, contacts, ledger without its chain and state ${seconds(bareMs)} (${perSecond(people, bareMs)})`,
      ratio: `${Math.round((bareMs / oursMs) * 100)} %`,
      bar: "≥ 25 %",
      reached: bareMs / oursMs >= 0.25,
      note: `upload to disk, detection, mapping, four new fields, validation, dedupe, consent, progress per ${BATCH.toLocaleString("en")} rows; CSV of ${(csv.length / 1e6).toFixed(1)} MB`,
    },
  ];
}

async function importFile(csv: Buffer, people: number): Promise<number> {
  const ctx = await benchWorkspace("Import");
  const { ms } = await timed(async () => {
    const { id } = await createImport(ctx, { ...(await saveUpload([csv])), fileName: "people.csv" });
    const mapping = (await previewImport(ctx, { importId: id })).suggestion;
    await startImport(ctx, {
      importId: id,
      mapping,
      consent: { kind: "granted", source: "newsletter form on our site" },
    });
    while ((await runImport(jobCtx(ctx, "bench"), 1, 60_000)).state === "more");
  });
  await demandRows(ctx, people);
  return ms;
}

const CONTACT_COLUMNS: readonly Column[] = [
  ["workspace_no", "int4"],
  ["contact_no", "int8"],
  ["id", "uuid"],
  ["external_id", "text"],
  ["email", "text"],
  ["email_key", "text"],
  ["first_name", "text"],
  ["last_name", "text"],
  ["attributes", "jsonb"],
  ["created_at", "timestamptz"],
  ["updated_at", "timestamptz"],
];
const STATE_COLUMNS: readonly Column[] = [
  ["workspace_no", "int4"],
  ["contact_no", "int8"],
  ["channel", "text"],
  ["topic_no", "int2"],
  ["state", "text"],
  ["source", "text"],
  ["at", "timestamptz"],
];
const LEDGER_COLUMNS: readonly Column[] = [
  ...STATE_COLUMNS,
  ["evidence", "text"],
  ["actor_type", "text"],
  ["actor_id", "text"],
  ["chain_no", "int8"],
];

/** The ledger as it would be without its hash chain: the price of the chain is ours, not the baseline's. */
async function bareLedger(): Promise<string> {
  const sql = postgres(env().DATABASE_URL, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`create table if not exists bench_ledger (like consent_ledger including indexes);
      alter table bench_ledger drop constraint if exists bench_ledger_pkey;
      alter table bench_ledger alter chain_no drop not null, alter prev_hash drop not null, alter hash drop not null;
      grant insert on bench_ledger to ${PIPELINE_ROLE}`);
  } finally {
    await sql.end();
  }
  return "bench_ledger";
}

/** The same rows, ready in memory, encoded and copied batch by batch; each batch is one transaction as in the import. */
async function copyRows(people: number): Promise<number> {
  const ctx = await benchWorkspace("Copy");
  const bare = await bareLedger();
  const now = Date.now();
  const contacts = Array.from({ length: people }, (_, i) => contactRow(ctx, i, now));
  const states = Array.from({ length: people }, (_, i): Cell[] => [
    ctx.workspaceNo,
    i + 1,
    "email",
    0,
    "granted",
    "import",
    now,
  ]);
  const ledger = states.map((row, i): Cell[] => [...row, EVIDENCE, "member", "bench", i + 1]);
  const { ms } = await timed(async () => {
    for (let from = 0; from < people; from += BATCH)
      await pipelineSql().begin(async (tx) => {
        await copyInto(tx, "contacts", CONTACT_COLUMNS, contacts.slice(from, from + BATCH));
        await copyInto(tx, bare, LEDGER_COLUMNS, ledger.slice(from, from + BATCH));
        await copyInto(tx, "consent_state", STATE_COLUMNS, states.slice(from, from + BATCH));
      });
  });
  return ms;
}

/** A figure about rows that are not there would be worth nothing. */
async function demandRows({ workspaceNo }: Ctx, people: number): Promise<void> {
  const [found] = await pipelineSql()<{ contacts: number; granted: number; ledger: number }[]>`
    select (select count(*)::int from contacts where workspace_no = ${workspaceNo}) as contacts,
           (select count(*)::int from consent_state where workspace_no = ${workspaceNo} and state = 'granted') as granted,
           (select count(*)::int from consent_ledger where workspace_no = ${workspaceNo}) as ledger`;
  if (found?.contacts !== people || found.granted !== people || found.ledger !== people)
    throw new Error(`expected ${people} people with consent, found ${JSON.stringify(found)}`);
}

type Person = ReturnType<typeof person>;
const person = (i: number) => ({
  email: `Person.${i}@people.example`,
  first: `Ana${i % 4000}`,
  last: `Müller${i % 9000}`,
  externalId: `crm-${1_000_000 + i}`,
  country: COUNTRIES[i % 10] ?? "",
  plan: PLANS[Math.floor(i / 7) % 3] ?? "",
  value: ((i * 7919) % 400_000) / 100,
  signedUp: new Date(Date.UTC(2020, 0, 1 + (i % 2000))).toISOString().slice(0, 10),
});

function csvOf(people: number): string {
  const line = (p: Person) =>
    [p.email, p.first, p.last, p.externalId, p.country, p.plan, p.value, p.signedUp].join(",");
  return `email,first name,last name,external id,country,plan,lifetime value,signup date\n${Array.from({ length: people }, (_, i) => line(person(i))).join("\n")}\n`;
}

function contactRow({ workspaceNo }: Ctx, i: number, now: number): Cell[] {
  const p = person(i);
  const attributes = { country: p.country, plan: p.plan, lifetime_value: p.value, signup_date: p.signedUp };
  const names: Cell[] = [p.externalId, p.email, p.email.toLowerCase(), p.first, p.last];
  return [workspaceNo, i + 1, randomUUID(), ...names, JSON.stringify(attributes), now, now];
}
