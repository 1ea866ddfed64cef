import autocannon from "autocannon";
import { serveParent } from "./serve-parent";

export type LoadOrder = { port: number; paths: string[]; connections: number; seconds: number; perSecond?: number };
/** Milliseconds; `slowest2_5` is the 97.5th percentile, the nearest to the 95th that autocannon keeps. */
export type LoadResult = { requestsPerSecond: number; slowest2_5: number; refused: number };

/** Requests over keep-alive connections, from a process of its own. */
export function runLoadGenerator(): void {
  serveParent(0, async ({ port, paths, connections, seconds, perSecond }: LoadOrder): Promise<LoadResult> => {
    const result = await autocannon({
      url: `http://127.0.0.1:${port}`,
      connections,
      duration: seconds,
      requests: paths.map((path) => ({ path })),
      headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0" },
      ...(perSecond ? { overallRate: perSecond } : {}),
    });
    return {
      requestsPerSecond: result.requests.total / result.duration,
      slowest2_5: result.latency.p97_5,
      refused: result["4xx"] + result["5xx"] + result.errors,
    };
  });
}
