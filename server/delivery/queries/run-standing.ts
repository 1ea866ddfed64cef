import "server-only";
import type { RunStanding } from "@/contracts/delivery";
import type { Tx } from "@/server/platform/db";
import { loadRun } from "../load";

/** What stands in the way of a run, in words: why it was held, what it waits for, what its bounces led to. */
export async function runStanding(tx: Tx, workspaceNo: number, runNo: number, now: Date): Promise<RunStanding> {
  const run = await loadRun(tx, workspaceNo, runNo);
  const isWaiting = run.state === "ready" && run.waitUntil !== null && run.waitUntil > now;
  return {
    problem: run.state === "held" ? run.problem : null,
    waits: isWaiting && run.waitUntil ? { until: run.waitUntil.toISOString(), reason: run.waitReason ?? "" } : null,
    brake: run.brake ? { level: run.brake, note: run.brakeNote ?? "" } : null,
  };
}
