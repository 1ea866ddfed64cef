import type postgres from "postgres";
import { ENGINE_CHANNEL } from "./emit";
import { Pulse } from "./pulse";
import type { EngineLogger } from "./types";

export interface RelayOptions {
  sql: postgres.Sql;
  /** A direct connection for LISTEN; `sql` is used when absent. */
  listen?: postgres.Sql;
  /** Address of the Inngest server. */
  baseUrl: string;
  eventKey: string;
  logger: EngineLogger;
  pollMs?: number;
  fetch?: typeof globalThis.fetch;
}

export interface Relay {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const BATCH = 500;
const POST_TIMEOUT_MS = 10_000;
const MAX_PAUSE_MS = 30_000;

/**
 * For the real Inngest server: posts waiting inbox rows to it, in order, at most 500 at a time, and marks them only
 * after it answered 200. A crash or a lost answer posts them again; the server drops ids it has seen within 24 h. No
 * transaction is open while the server is called.
 */
export function createRelay(options: RelayOptions): Relay {
  const { sql, logger, pollMs = 1000 } = options;
  const pulse = new Pulse();
  let isStopping = false;
  let loop: Promise<void> = Promise.resolve();
  let unlisten: (() => Promise<void>) | undefined;

  const run = async () => {
    let failures = 0;
    while (!isStopping) {
      try {
        const sent = await relayBatch(options);
        failures = 0;
        if (sent < BATCH) await pulse.wait(pollMs);
      } catch (err) {
        failures++;
        logger.error({ err, failures }, "Events could not be handed to the Inngest server; they wait in the inbox.");
        await pulse.wait(Math.min(2 ** failures * 250, MAX_PAUSE_MS));
      }
    }
  };

  return {
    async start() {
      const listener = await (options.listen ?? sql).listen(ENGINE_CHANNEL, () => pulse.beat());
      unlisten = listener.unlisten;
      loop = run();
    },
    async stop() {
      isStopping = true;
      pulse.beat();
      await loop;
      await unlisten?.();
    },
  };
}

/** Posts one batch; answers how many rows it was. Throws when the server did not take them. */
export async function relayBatch(
  options: Pick<RelayOptions, "sql" | "baseUrl" | "eventKey" | "fetch">,
): Promise<number> {
  const { sql, baseUrl, eventKey, fetch = globalThis.fetch } = options;
  const rows = await sql<{ seq: string; id: string; name: string; data: unknown; ts: Date | null; created: Date }[]>`
    select seq, id, name, data, ts, created from wf.inbox where routed is null order by seq limit ${BATCH}`;
  if (rows.length === 0) return 0;
  const response = await fetch(new URL(`/e/${encodeURIComponent(eventKey)}`, baseUrl), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(
      rows.map(({ id, name, data, ts, created }) => ({ id, name, data, ts: (ts ?? created).getTime() })),
    ),
    signal: AbortSignal.timeout(POST_TIMEOUT_MS),
  });
  if (response.status !== 200) throw new Error(`The Inngest server answered ${response.status}.`);
  await sql`
    update wf.inbox set routed = clock_timestamp() where seq = any(${rows.map((row) => row.seq)}::bigint[]) and routed is null`;
  return rows.length;
}
