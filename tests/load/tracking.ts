import { sql } from "drizzle-orm";
import { clickUrl, createRun, materialiseAudience, openUrl } from "@/server/delivery";
import type { MessageRef } from "@/server/platform/message-ref";
import { type Child, startChild } from "./child";
import type { LoadOrder, LoadResult } from "./load-generator";
import { addBenchPeople, benchWorkspace } from "./people";
import { type Figure, median } from "./report";
import { CONTENT } from "./sending";

const CONNECTIONS = 32;
const PEOPLE = 5000;
const RATE = 500;
const ROUNDS = 3;

/** Pixel and click redirect with the spool on the disk and its way into Postgres, beside a bare handler with the same token check. */
export async function benchTracking(seconds: number): Promise<Figure[]> {
  const { refs } = await sentMessages();
  const paths = {
    open: refs.map((ref) => new URL(openUrl(ref)).pathname),
    click: clickPaths(refs),
  };
  const [ours, bare, load] = await Promise.all([
    startChild("tracking"),
    startChild("tracking-baseline"),
    startChild("load"),
  ]);
  try {
    const figures: Figure[] = [];
    for (const kind of ["open", "click"] as const)
      figures.push(...(await compare(kind, paths[kind], { ours, bare, load }, seconds)));
    return figures;
  } finally {
    await Promise.all([ours, bare, load].map((child) => child.stop()));
  }
}

export const clickPaths = (refs: readonly MessageRef[]): string[] =>
  refs.map(
    (ref) => new URL(clickUrl({ ref, linkNo: 1, linkCount: 3, url: "https://example.com/stories/slow-loaf" })).pathname,
  );

type Stage = { ours: Child; bare: Child; load: Child };

async function compare(
  kind: "open" | "click",
  paths: string[],
  { ours, bare, load }: Stage,
  seconds: number,
): Promise<Figure[]> {
  const fire = async (server: Child, perSecond?: number): Promise<LoadResult> => {
    const order: LoadOrder = {
      port: server.port,
      paths,
      connections: CONNECTIONS,
      seconds,
      ...(perSecond ? { perSecond } : {}),
    };
    const result = await load.ask<LoadResult>(order);
    if (result.refused > 0) throw new Error(`${result.refused} requests were refused`);
    return result;
  };
  const [oursRates, bareRates]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bareRates.push((await fire(bare)).requestsPerSecond);
    oursRates.push((await fire(ours)).requestsPerSecond);
  }
  const calm = await fire(ours, RATE);
  const calmBare = await fire(bare, RATE);
  const [oursRate, bareRate] = [median(oursRates), median(bareRates)];
  const name = kind === "open" ? "open pixel" : "click redirect";
  const rate = (value: number) => `${Math.round(value).toLocaleString("en")}/s`;
  return [
    {
      job: `${name}, ${CONNECTIONS} connections`,
      ours: rate(oursRate),
      baseline: `bare node:http with the token check ${rate(bareRate)}`,
      ratio: `${Math.round((oursRate / bareRate) * 100)} %`,
      bar: "≥ 50 %",
      reached: oursRate / bareRate >= 0.5,
      note: "each hit is on the disk (fdatasync, shared by those arriving together) before the answer, and goes on to Postgres meanwhile; the bare handler keeps nothing",
    },
    {
      job: `${name}, p95 at ${RATE}/s`,
      ours: `${calm.p95Ms.toFixed(1)} ms`,
      baseline: `${calmBare.p95Ms.toFixed(1)} ms`,
      ratio: "-",
      bar: "≤ 20 ms",
      reached: calm.p95Ms <= 20,
    },
  ];
}

/** Recipients whose hits are really stored: a run in the database. */
export async function sentMessages(): Promise<{ workspaceNo: number; refs: MessageRef[] }> {
  const ctx = await benchWorkspace("Tracking");
  await addBenchPeople(ctx, PEOPLE);
  const { runNo } = await createRun(ctx, {
    kind: "campaign",
    sourceNo: 1,
    launchKey: "bench",
    providerNo: 1,
    content: CONTENT,
  });
  const { queued } = await materialiseAudience(ctx, { runNo, condition: sql`true`, refuseDemo: true });
  const refs = Array.from({ length: Math.min(queued, 1000) }, (_, seq) => ({
    workspaceNo: ctx.workspaceNo,
    runNo,
    batchNo: 1,
    seq,
  }));
  return { workspaceNo: ctx.workspaceNo, refs };
}
