import { setTimeout as pause } from "node:timers/promises";
import { pipelineSql } from "@/server/platform/db";
import { startChild } from "./child";
import type { LoadResult } from "./load-generator";
import type { Figure } from "./report";
import { postgresPids } from "./sending";
import { clickPaths, sentMessages } from "./tracking";

const RATE = 500;
const OUTAGE_MS = 10_000;
const CONNECTIONS = 32;

/**
 * Clicks at full rate while the database stands still for ten seconds in the middle: the server and all its backends are
 * stopped by signal, so that connections hang instead of breaking. Then every acknowledged click is counted.
 */
export async function benchOutage(secondsOfLoad: number): Promise<Figure[]> {
  const { workspaceNo, refs } = await sentMessages();
  const pids = await postgresPids();
  if (!pids) return [];
  const [ours, load] = await Promise.all([startChild("tracking"), startChild("load")]);
  try {
    const order = { port: ours.port, paths: clickPaths(refs), connections: CONNECTIONS, seconds: secondsOfLoad };
    const fired = load.ask<LoadResult>({ ...order, perSecond: RATE });
    await pause((secondsOfLoad * 1000 - OUTAGE_MS) / 2);
    const stopped = (await postgresPids()) ?? pids;
    signal(stopped, "SIGSTOP");
    await pause(OUTAGE_MS);
    signal(stopped, "SIGCONT");
    const result = await fired;
    const acknowledged = secondsOfLoad * RATE - result.refused;
    const stored = await untilStored(workspaceNo, acknowledged);
    return [
      {
        job: `clicks at ${RATE}/s for ${secondsOfLoad} s, the database stopped for ten seconds in the middle`,
        ours: `${stored.toLocaleString("en")} stored, p95 ${result.p95Ms.toFixed(1)} ms`,
        baseline: `${acknowledged.toLocaleString("en")} acknowledged, ${result.refused} refused`,
        ratio: `${acknowledged - stored} lost`,
        bar: "none lost, none refused",
        reached: stored === acknowledged && result.refused === 0,
      },
    ];
  } finally {
    await Promise.all([ours, load].map((child) => child.stop()));
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, name);
    } catch (error) {
      // A backend may have ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
}

async function untilStored(workspaceNo: number, wanted: number): Promise<number> {
  let stored = 0;
  for (let waited = 0; waited < 120 && stored < wanted; waited += 1) {
    await pause(1000);
    const [row] = await pipelineSql()<{ n: number }[]>`
      select count(*)::int as n from message_hits where workspace_no = ${workspaceNo}`;
    stored = row?.n ?? 0;
  }
  return stored;
}
