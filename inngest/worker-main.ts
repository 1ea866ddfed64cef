import { createEngine, createRelay } from "@/server/engine";
import { pipelineSql } from "@/server/platform/db";
import { env, hasInngestServer } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { inngest } from "./client";
import { functions } from "./functions";

/** Starts the background engine of this process. `stop` drains: what runs finishes, nothing new begins. */
export async function startWorker({ signal }: { signal: AbortSignal }): Promise<{ stop(): Promise<void> }> {
  const worker = hasInngestServer() ? startRelay() : startEngine(signal);
  await worker.start();
  return { stop: () => worker.stop() };
}

/** How long the work of a worker that died waits for another: renewed four times as often while it lives. */
const LEASE_MS = 15_000;

const startEngine = (signal: AbortSignal) =>
  createEngine({
    sql: pipelineSql(),
    client: inngest,
    functions,
    logger: logger(),
    concurrency: 12,
    leaseMs: LEASE_MS,
    signal,
  });

/** With a real Inngest server this process only hands events over; the server calls /api/inngest of the web process. */
function startRelay() {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY } = env();
  if (!INNGEST_BASE_URL || !INNGEST_EVENT_KEY) throw new Error("the relay was started without an Inngest server");
  return createRelay({ sql: pipelineSql(), baseUrl: INNGEST_BASE_URL, eventKey: INNGEST_EVENT_KEY, logger: logger() });
}
