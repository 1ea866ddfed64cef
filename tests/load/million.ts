import { startWorker } from "@/inngest/worker-main";
import {
  campaignNumbers,
  compareCampaign,
  getCampaignLinks,
  getCampaignReport,
  getCampaignTimeline,
  listCampaignRecipients,
} from "@/server/campaigns";
import { runPace } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { demandAll, endOldRuns, runCampaign } from "./campaign";
import { startChild } from "./child";
import { addBenchPeople, analyze, benchWorkspace } from "./people";
import { type Figure, percentile, perSecond, repeat, seconds, timed } from "./report";
import { addProvider } from "./sending";

const TABLES = ["run_recipients", "send_batches", "send_chunks", "deliveries"] as const;
const READS = 20;

/**
 * One campaign to so many people: materialised, sent into a sink and reported. Its report is compared with the rows, its
 * pages are read as the screen reads them, and the tables are weighed before and after.
 */
export async function benchMillion(messages: number): Promise<Figure[]> {
  await endOldRuns();
  const stopping = new AbortController();
  const worker = await startWorker({ signal: stopping.signal });
  const sink = await startChild("http-sink");
  try {
    const ctx = await benchWorkspace("Million");
    await addBenchPeople(ctx, messages * 1.25);
    const settings = { kind: "resend", baseUrl: `http://127.0.0.1:${sink.port}`, callsPerSecond: 1000 } as const;
    const { providerId } = await addProvider(ctx, settings);
    const before = await bytesOf();
    const began = Date.now();
    const sent = await timed(() => runCampaign(ctx, providerId));
    const { firstAt } = await demandAll(sink, ctx, messages);
    const after = await bytesOf();
    await analyze(...TABLES);
    const people = messages.toLocaleString("en");
    const figure = (job: string, ours: string, more: Partial<Figure> = {}): Figure => ({
      job: `${job}, ${people} people`,
      ours,
      baseline: "-",
      ratio: "-",
      bar: "-",
      reached: true,
      ...more,
    });
    return [
      figure("one campaign from Send to completed", `${perSecond(messages, sent.ms)} (${seconds(sent.ms)})`),
      figure("launch to first message", seconds((firstAt ?? Number.NaN) - began)),
      figure("growth of the tables", TABLES.map((table) => `${table} ${mb(after[table] - before[table])}`).join(", ")),
      ...(await readFigures(ctx, messages, figure)),
    ];
  } finally {
    await sink.stop();
    stopping.abort();
    await worker.stop();
  }
}

type Bytes = Record<(typeof TABLES)[number], number>;
const mb = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;

async function bytesOf(): Promise<Bytes> {
  const rows = await pipelineSql()<{ name: keyof Bytes; bytes: string }[]>`
    select n as name, pg_total_relation_size(n::regclass) as bytes from unnest(${[...TABLES]}::text[]) n`;
  return Object.fromEntries(rows.map((row) => [row.name, Number(row.bytes)])) as Bytes;
}

type MakeFigure = (job: string, ours: string, more?: Partial<Figure>) => Figure;

/** The reads of the report's page, each alone; the report itself must be what the rows say. */
async function readFigures(ctx: Ctx, messages: number, figure: MakeFigure): Promise<Figure[]> {
  const [row] = await pipelineSql()<{ id: string; run_no: number }[]>`
    select id, run_no from campaigns where workspace_no = ${ctx.workspaceNo}`;
  if (!row) throw new Error("there is no campaign");
  const fresh = () => ({ ...ctx, now: new Date() });
  const target = { campaignId: row.id };
  const { counts } = await getCampaignReport(fresh(), target);
  const isEqual = counts?.accepted === messages && counts.audience === messages * 1.25 && counts.pending === 0;
  const reads: [string, () => Promise<unknown>][] = [
    ["report", () => getCampaignReport(fresh(), target)],
    ["course", () => getCampaignTimeline(fresh(), target)],
    ["links", () => getCampaignLinks(fresh(), target)],
    ["comparison", () => compareCampaign(fresh(), target)],
    ["numbers in the list", () => campaignNumbers(fresh(), { campaignIds: [row.id] })],
    ["pace", () => runPace(fresh(), { runNo: row.run_no, pending: 1 })],
    ["first page of people", () => listCampaignRecipients(fresh(), { ...target, limit: 50 })],
    ["people left out", () => listCampaignRecipients(fresh(), { ...target, limit: 50, state: "skipped" })],
    ["people who bounced", () => listCampaignRecipients(fresh(), { ...target, limit: 50, state: "bounced" })],
    ["people who failed", () => listCampaignRecipients(fresh(), { ...target, limit: 50, state: "failed" })],
    ["people found by name", () => listCampaignRecipients(fresh(), { ...target, limit: 50, q: "person 77" })],
  ];
  const figures = [
    figure("the report is what the rows say", isEqual ? "equal" : JSON.stringify(counts), { reached: isEqual }),
  ];
  for (const [name, read] of reads) {
    const p95 = percentile(await repeat(READS, read), 95);
    figures.push(figure(`${name}, p95`, seconds(p95), { bar: "≤ 200 ms", reached: p95 <= 200 }));
  }
  return figures;
}
