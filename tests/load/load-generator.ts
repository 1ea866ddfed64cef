import { Agent, get } from "node:http";
import autocannon from "autocannon";
import { percentile } from "./report";
import { serveParent } from "./serve-parent";

/** With `perSecond` requests start on a clock, whatever the server does; without, each connection asks as fast as it can. */
export type LoadOrder = { port: number; paths: string[]; connections: number; seconds: number; perSecond?: number };
/** `p95Ms` counts from the moment a request was due, so a server that stalls cannot hide it. */
export type LoadResult = { requestsPerSecond: number; p95Ms: number; refused: number };

const AGENT = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0";

/** Requests over keep-alive connections, from a process of its own. */
export function runLoadGenerator(): void {
  serveParent(0, (order: LoadOrder) => (order.perSecond ? askOnTheClock(order, order.perSecond) : askAtOnce(order)));
}

async function askAtOnce({ port, paths, connections, seconds }: LoadOrder): Promise<LoadResult> {
  const { requests, duration, latency, ...result } = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    requests: paths.map((path) => ({ path })),
    headers: { "user-agent": AGENT },
  });
  return {
    requestsPerSecond: requests.total / duration,
    p95Ms: latency.p97_5,
    refused: result["4xx"] + result["5xx"] + result.errors,
  };
}

async function askOnTheClock(order: LoadOrder, perSecond: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  const total = order.seconds * perSecond;
  const times: number[] = [];
  let refused = 0;
  const began = performance.now();
  const ask = (no: number) =>
    new Promise<void>((resolve) => {
      const due = began + (no * 1000) / perSecond;
      const path = order.paths[no % order.paths.length] ?? "/";
      const done = (isRefused: boolean) => {
        times.push(performance.now() - due);
        if (isRefused) refused += 1;
        resolve();
      };
      get({ port: order.port, host: "127.0.0.1", path, agent, headers: { "user-agent": AGENT } }, (response) => {
        response.resume().on("end", () => done((response.statusCode ?? 500) >= 400));
      }).on("error", () => done(true));
    });
  const asked: Promise<void>[] = [];
  while (asked.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000) + 1);
    while (asked.length < due) asked.push(ask(asked.length));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(asked);
  agent.destroy();
  return { requestsPerSecond: total / order.seconds, p95Ms: percentile(times, 95), refused };
}
