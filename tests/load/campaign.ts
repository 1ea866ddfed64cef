import type { ProviderSettings } from "@/contracts/channels";
import { startWorker } from "@/inngest/worker-main";
import { createCampaign, launchCampaign } from "@/server/campaigns";
import { openProvider } from "@/server/channels";
import type { SendPermit } from "@/server/consent";
import { contactVariables } from "@/server/contacts";
import { compileEmail } from "@/server/content";
import type { Renderer } from "@/server/delivery/render-message";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { type Child, startChild } from "./child";
import { addBenchPeople, benchWorkspace } from "./people";
import { type Figure, perSecond, seconds, timed } from "./report";
import { addProvider, barePermits, benchRenderer, letterheadOf, NEWSLETTER, postgresCpuMs } from "./sending";
import type { SinkCount } from "./sinks";

/** As many as the send function starts (inngest/functions/delivery/send-run.ts). */
const LANES = 3;
const SMTP_CONNECTIONS = 20;
const RENDERS = 20_000;

/** A whole campaign over the embedded engine into a sink in another process, beside a loop that only renders and posts. */
export async function benchCampaign(messages: number): Promise<Figure[]> {
  await endOldRuns();
  const stopping = new AbortController();
  const worker = await startWorker({ signal: stopping.signal });
  try {
    const http = await sendThrough("http-sink", messages, (port) => ({
      kind: "resend",
      baseUrl: `http://127.0.0.1:${port}`,
      callsPerSecond: 1000,
    }));
    const smtp = await sendThrough("smtp-sink", Math.min(messages, 20_000), (port) => ({
      kind: "smtp",
      host: "127.0.0.1",
      port,
      security: "none",
      maxConnections: SMTP_CONNECTIONS,
    }));
    return [
      rateFigure("HTTP batch provider", http, 7500),
      rateFigure(`SMTP, ${SMTP_CONNECTIONS} connections`, smtp, 4000),
      firstFigure(http),
      await renderFigure(),
    ];
  } finally {
    stopping.abort();
    await worker.stop();
  }
}

/** What a bench that was cut short left behind would be sent now, to a sink that is gone. */
export const endOldRuns = () => pipelineSql()`
  update send_runs r set state = 'stopped', finished_at = now() from workspaces w
   where w.workspace_no = r.workspace_no and w.slug like 'bench-%' and r.finished_at is null`;

type Run = {
  messages: number;
  ms: number;
  bareMs: number;
  firstMs: number;
  /** CPU, microseconds a message. */
  cpu: { node: number; bare: number; render: number; postgres: number | null };
};

async function sendThrough(
  sinkName: "http-sink" | "smtp-sink",
  messages: number,
  settingsFor: (port: number) => ProviderSettings,
): Promise<Run> {
  const sink = await startChild(sinkName);
  try {
    const ctx = await benchWorkspace("Campaign");
    await addBenchPeople(ctx, messages * 1.25);
    const { providerNo, providerId } = await addProvider(ctx, settingsFor(sink.port));
    const permits = await barePermits(ctx);
    const render = await benchRenderer(ctx);
    await postAll(ctx, providerNo, render, permits.slice(0, 1000));
    const half = Math.ceil(permits.length / 2);
    // Half before and half after, so that a machine that grows slower meanwhile slows both sides.
    const first = await measured(() => postAll(ctx, providerNo, render, permits.slice(0, half)));
    const renderCpu = cpuPerCall(permits.slice(0, 5000), (permit, i) => render(permit, refOf(ctx, i), ctx.now));
    await sink.ask<SinkCount>({});
    const postgresBefore = await postgresCpuMs();
    const ours = await measured(() => runCampaign(ctx, providerId));
    const postgresAfter = await postgresCpuMs();
    const { firstAt } = await demandAll(sink, ctx, messages);
    const second = await measured(() => postAll(ctx, providerNo, render, permits.slice(half)));
    const perMessage = (ms: number) => (ms * 1000) / messages;
    return {
      messages,
      ms: ours.ms,
      bareMs: first.ms + second.ms,
      firstMs: (firstAt ?? Number.NaN) - ours.began,
      cpu: {
        node: perMessage(ours.cpuMs),
        bare: perMessage(first.cpuMs + second.cpuMs),
        render: renderCpu,
        postgres: postgresBefore === null || postgresAfter === null ? null : perMessage(postgresAfter - postgresBefore),
      },
    };
  } finally {
    await sink.stop();
  }
}

async function measured(run: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number; began: number }> {
  const [began, cpu] = [Date.now(), process.cpuUsage()];
  const { ms } = await timed(run);
  const used = process.cpuUsage(cpu);
  return { ms, cpuMs: (used.user + used.system) / 1000, began };
}

/** From "Send" to completed, through outbox, engine, audience, claims, permits and verdicts. */
export async function runCampaign(ctx: Ctx, providerId: string): Promise<void> {
  const fresh = () => ({ ...ctx, now: new Date() });
  const { id } = await createCampaign(fresh(), {
    name: "Bench",
    audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
    content: { document: NEWSLETTER },
    providerId,
  });
  await launchCampaign(fresh(), { campaignId: id });
  for (let waited = 0; waited < 3_600_000; waited += 25) {
    const [row] = await pipelineSql()<{ status: string }[]>`
      select status from campaigns where workspace_no = ${ctx.workspaceNo}`;
    if (row?.status === "completed") return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("the campaign was not completed within an hour");
}

/** Everybody once in the sink and once in the ledger, or the figure is worth nothing. */
export async function demandAll(sink: Child, { workspaceNo }: Ctx, messages: number): Promise<SinkCount> {
  const arrived = await sink.ask<SinkCount>({});
  const [ledger] = await pipelineSql()<{ accepted: number; skipped: number }[]>`
    select (select count(*)::int from deliveries where workspace_no = ${workspaceNo} and status = 1) as accepted,
           (select count(*)::int from run_recipients where workspace_no = ${workspaceNo} and skip is not null) as skipped`;
  if (arrived.messages !== messages || ledger?.accepted !== messages || ledger.skipped !== messages / 4)
    throw new Error(`expected ${messages} messages, found ${JSON.stringify({ ...arrived, ...ledger })}`);
  return arrived;
}

const refOf = ({ workspaceNo }: Ctx, i: number) => ({
  workspaceNo,
  runNo: 1,
  batchNo: 1 + Math.floor(i / 1000),
  seq: i % 1000,
});

/** The baseline: compiled once, rendered and posted with the same provider, batch size and number of lanes. */
async function postAll(ctx: Ctx, providerNo: number, render: Renderer, permits: readonly SendPermit[]): Promise<void> {
  const provider = await openProvider(ctx.workspaceNo, providerNo);
  if (!provider) throw new Error("no provider");
  let next = 0;
  const lane = async () => {
    while (next < permits.length) {
      const from = next;
      next += provider.maxBatch;
      const outgoing = permits.slice(from, next).flatMap((permit, i) => {
        const rendered = render(permit, refOf(ctx, from + i), ctx.now);
        return rendered.ok ? [{ permit, email: rendered.email }] : [];
      });
      const verdicts = await provider.send(outgoing, `bench-${from}`);
      const bad = verdicts.find((verdict) => verdict.status !== "accepted");
      if (bad) throw new Error(`the sink said ${JSON.stringify(bad)}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function cpuPerCall<T>(items: readonly T[], run: (item: T, i: number) => unknown): number {
  const before = process.cpuUsage();
  for (const [i, item] of items.entries()) run(item, i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / items.length;
}

function rateFigure(road: string, run: Run, atLeast: number): Figure {
  const rate = (run.messages / run.ms) * 1000;
  const share = run.bareMs / run.ms;
  const us = (value: number) => `${Math.round(value)} µs`;
  const { node, bare, render, postgres } = run.cpu;
  return {
    job: `campaign to ${run.messages.toLocaleString("en")} people, ${road}`,
    ours: `${perSecond(run.messages, run.ms)} (${seconds(run.ms)})`,
    baseline: `render and post ${perSecond(run.messages, run.bareMs)}`,
    ratio: `${Math.round(share * 100)} %`,
    bar: `≥ 60 % and ≥ ${atLeast.toLocaleString("en")}/s`,
    reached: share >= 0.6 && rate >= atLeast,
    note: `from "Send" to completed, with a row for everybody. CPU a message: rendering with links, pixel and headers ${us(render)}, provider call ${us(bare - render)}, engine and database client ${us(node - bare)}, Postgres ${postgres === null ? "not measured" : us(postgres)} (render and provider from the bare loop)`,
  };
}

const firstFigure = ({ firstMs, messages }: Run): Figure => ({
  job: `launch to first message, ${messages.toLocaleString("en")} people`,
  ours: seconds(firstMs),
  baseline: "-",
  ratio: "-",
  bar: "≤ 1 s",
  reached: firstMs <= 1000,
  note: "from the call that creates the draft and launches it to the arrival of the first byte run at the sink; checks, audience and claim in between",
});

/** Subject, preheader, HTML and text of one person from the compiled newsletter; links are signed later. */
async function renderFigure(): Promise<Figure> {
  const ctx = await benchWorkspace("Render");
  await addBenchPeople(ctx, RENDERS * 1.25);
  const permits = await barePermits(ctx);
  const compiled = await compileEmail(NEWSLETTER, await letterheadOf(ctx));
  const workspace = { name: "Bench", postal_address: "1 Mill Lane" };
  const renderOne = ({ contact }: SendPermit) => {
    if (!contact) throw new Error("nobody");
    const answer = compiled.render({
      contact: contactVariables(contact),
      workspace,
      campaign: { name: "Bench" },
      unsubscribe_url: "https://bench.example/unsubscribe/x",
      preferences_url: "https://bench.example/preferences/x",
      view_url: "https://bench.example/view/x",
    });
    if (!answer.ok) throw new Error(answer.detail);
  };
  cpuPerCall(permits.slice(0, 5000), renderOne);
  const cpu = cpuPerCall(permits, renderOne);
  return {
    job: "rendering one personalised newsletter",
    ours: `${cpu.toFixed(1)} µs of CPU`,
    baseline: "-",
    ratio: "-",
    bar: "≤ 60 µs",
    reached: cpu <= 60,
    note: `${RENDERS.toLocaleString("en")} different people, compiled once`,
  };
}
