import { startWorker } from "@/inngest/worker-main";
import { closeDb } from "@/server/platform/db";
import { env } from "@/server/platform/env";
import { beginStopping, stoppingSignal } from "@/server/platform/shutdown";
import { runMain, stopWhenAsked } from "./process";

const stopWithinMs = 25_000;

// Reading the real process.env is a system call per variable, and the Inngest SDK reads it at every step.
process.env = { ...process.env };

await runMain(async () => {
  env();
  const worker = await startWorker({ signal: stoppingSignal() });
  // A worker with nothing to do holds no socket and no timer, and must stay nevertheless.
  const alive = setInterval(() => {}, 2 ** 30);
  stopWhenAsked(async () => {
    beginStopping();
    await worker.stop();
    clearInterval(alive);
    await closeDb();
  }, stopWithinMs);
  process.send?.("ready");
});
