import type { Engine } from "@/server/engine";

/** The embedded engine with the product's functions in this process, on the suite's own database. */
export async function startTestWorker(): Promise<Engine> {
  const { createEngine } = await import("@/server/engine");
  const { pipelineSql } = await import("@/server/platform/db");
  const { logger } = await import("@/server/platform/logger");
  const { inngest } = await import("@/inngest/client");
  const { functions } = await import("@/inngest/functions");
  const engine = createEngine({
    sql: pipelineSql(),
    client: inngest,
    functions,
    logger: logger(),
    concurrency: 8,
    leaseMs: 5000,
    pollMs: 100,
  });
  await engine.start();
  return engine;
}

/** Asks until the answer is yes; throws with the last answer after `seconds`. */
export async function eventually<T>(ask: () => Promise<T>, isYes: (answer: T) => boolean, seconds = 60): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isYes(answer)) return answer;
    if (Date.now() > until) throw new Error(`Waited ${seconds} s; the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
