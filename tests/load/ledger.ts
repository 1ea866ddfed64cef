import { randomUUID } from "node:crypto";
import { sql as drizzle } from "drizzle-orm";
import postgres from "postgres";
import type { EmailProvider, OutgoingEmail } from "@/server/channels";
import { createRun, materialiseAudience, releaseRun } from "@/server/delivery";
import {
  claimBatch,
  finishBatch,
  insertChunks,
  openChunks,
  settleChunk,
  undecidedMembers,
} from "@/server/delivery/claim";
import { type RunRef, readRun } from "@/server/delivery/load";
import { sendBatch } from "@/server/delivery/processes/send-batch";
import type { Road } from "@/server/delivery/processes/send-chunk";
import { decide } from "@/server/delivery/rules/settle";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { env } from "@/server/platform/env";
import { addBenchPeople, analyze, benchWorkspace } from "./people";
import { type Figure, perSecond, timed } from "./report";
import { CONTENT } from "./sending";

const ID = "49a3999c-0ce1-4ea6-ab68-000000000000";

/** One worker, batches of 1,000: our claim to record without rendering and provider, beside loop Q4 of our own measurements. */
export async function benchLedger(messages: number): Promise<Figure[]> {
  const ctx = await benchWorkspace("Ledger");
  await addBenchPeople(ctx, messages * 1.25);
  const q4 = await runQ4(messages);
  const bare = await timed(async () => drain(await makeRun(ctx, "storage"), storeBatch));
  const ref = await makeRun(ctx, "whole");
  const before = await tableBytes();
  const road = await emptyRoad(ref);
  const whole = await timed(() => drain(ref, (claim) => sendBatch(road, claim)));
  const grown = (await tableBytes()) / before - 1;
  const figure = (job: string, ms: number, note: string): Figure => ({
    job,
    ours: perSecond(messages, ms),
    baseline: `Q4 ${perSecond(messages, q4)}`,
    ratio: `${Math.round((q4 / ms) * 100)} %`,
    bar: "≥ 60 %",
    reached: q4 / ms >= 0.6,
    note,
  });
  return [
    figure(
      "claim and record, 1 worker",
      bare.result,
      "claim, ten frozen chunks with their keys, ten records of 100, finish; no permits",
    ),
    figure(
      "claim, permits and record, 1 worker",
      whole.result,
      "the whole road without rendering and provider: consent asked per hundred people inside the claim, which Q4 does not do",
    ),
    {
      job: "growth of recipients and batches while sending",
      ours: `${(grown * 100).toFixed(1)} %`,
      baseline: "0 % (Q4)",
      ratio: "-",
      bar: "≤ 5 %",
      reached: grown <= 0.05,
    },
  ];
}

async function makeRun(ctx: Ctx, launchKey: string): Promise<RunRef> {
  const { runNo } = await createRun(ctx, { kind: "campaign", sourceNo: 1, launchKey, providerNo: 1, content: CONTENT });
  await materialiseAudience(ctx, { runNo, condition: drizzle`true`, refuseDemo: true });
  await releaseRun(ctx, { runNo });
  await analyze("run_recipients", "send_batches");
  return { workspaceNo: ctx.workspaceNo, runNo };
}

type Claimed = NonNullable<Awaited<ReturnType<typeof claimBatch>>>;

/** Milliseconds from the first claim to the last batch done. */
async function drain(ref: RunRef, work: (claim: Claimed) => Promise<unknown>): Promise<number> {
  const { ms } = await timed(async () => {
    for (;;) {
      const claim = await claimBatch(ref, randomUUID(), 45);
      if (!claim) return;
      await work(claim);
      if (!(await finishBatch(claim))) throw new Error(`batch ${claim.batchNo} is not complete`);
    }
  });
  return ms;
}

async function storeBatch(claim: Claimed): Promise<void> {
  await openChunks(claim);
  const members = await undecidedMembers(claim);
  const parts = Array.from({ length: Math.ceil(members.length / 100) }, (_, i) =>
    members.slice(i * 100, i * 100 + 100),
  );
  const chunks = await insertChunks(
    pipelineSql(),
    claim,
    parts.map((part) => ({ seqs: part.map((m) => m.seq), key: randomUUID() })),
  );
  for (const [i, part] of parts.entries()) {
    const decisions = part.map((member) => decide(member, "accepted", { providerId: ID }));
    const { isOurs } = await settleChunk(claim, chunks[i]?.chunkNo ?? 0, decisions, chunks[i + 1]?.chunkNo ?? null);
    if (!isOurs) throw new Error("the lease was lost");
  }
}

async function emptyRoad(ref: RunRef): Promise<Road> {
  const run = await readRun(ref);
  if (!run) throw new Error("the run is gone");
  const provider: EmailProvider = {
    kind: "resend",
    hasIdempotency: true,
    maxBatch: 100,
    send: async (batch) => batch.map(() => ({ status: "accepted", providerId: ID })),
    close: async () => {},
  };
  const email = {} as OutgoingEmail;
  return {
    run,
    provider,
    render: () => ({ ok: true, email }),
    limits: { limits: {}, timeZone: "UTC" },
    pace: { grant: 100 },
  };
}

async function tableBytes(): Promise<number> {
  const [row] = await pipelineSql()<{ bytes: string }[]>`
    select pg_total_relation_size('run_recipients') + pg_total_relation_size('send_batches') as bytes`;
  return Number(row?.bytes);
}

/** Loop Q4: a lease per 1,000, read the people, append the results with unnest, close the batch. Fresh tables. */
async function runQ4(messages: number): Promise<number> {
  const sql = postgres(env().DATABASE_URL, { max: 2, onnotice: () => {} });
  try {
    await sql.unsafe(`drop schema if exists bench_q4 cascade; create schema bench_q4;
      create table bench_q4.recipient (ws int, run int, batch int, seq smallint, contact bigint not null, primary key (ws, run, batch, seq));
      create table bench_q4.batch (ws int, run int, batch int, state smallint not null default 0, owner uuid, lease_until timestamptz,
        attempts smallint not null default 0, primary key (ws, run, batch)) with (fillfactor = 50);
      create table bench_q4.log (ws int, run int, batch int, seq smallint, contact bigint, at timestamptz, status smallint, provider_id text,
        primary key (ws, run, batch, seq));
      insert into bench_q4.recipient select 1, 1, n / 1000, n % 1000, n from generate_series(0, ${messages - 1}) n;
      insert into bench_q4.batch select 1, 1, n from generate_series(0, ${Math.ceil(messages / 1000) - 1}) n;
      analyze bench_q4.recipient; analyze bench_q4.batch;`);
    const { ms } = await timed(async () => {
      while (await sendQ4Batch(sql));
    });
    const [stored] = await sql`select count(*)::int as n from bench_q4.log`;
    if (stored?.n !== messages) throw new Error(`Q4 stored ${stored?.n} of ${messages}`);
    return ms;
  } finally {
    await sql.end();
  }
}

async function sendQ4Batch(sql: postgres.Sql): Promise<boolean> {
  const owner = randomUUID();
  const [claim] = await sql<{ batch: number }[]>`
    update bench_q4.batch b set state = 1, owner = ${owner}, lease_until = now() + interval '60 s', attempts = attempts + 1
      from (select batch from bench_q4.batch where ws = 1 and run = 1 and (state = 0 or (state = 1 and lease_until < now()))
             order by batch limit 1 for update skip locked) x
     where b.ws = 1 and b.run = 1 and b.batch = x.batch returning b.batch`;
  if (!claim) return false;
  const people = await sql<{ seq: number; contact: string }[]>`
    select seq, contact from bench_q4.recipient where ws = 1 and run = 1 and batch = ${claim.batch} order by seq`;
  await sql.begin(async (tx) => {
    await tx`
      insert into bench_q4.log
      select 1, 1, ${claim.batch}, d.seq, d.contact, now(), 1, d.id
        from unnest(${people.map((p) => p.seq)}::smallint[], ${people.map((p) => p.contact)}::bigint[],
                    ${people.map(() => ID)}::text[]) as d(seq, contact, id)
      on conflict do nothing`;
    await tx`update bench_q4.batch set state = 2 where ws = 1 and run = 1 and batch = ${claim.batch} and owner = ${owner} and state = 1`;
  });
  return true;
}
