import { inngest } from "@/inngest/client";
import { driveRun, sendBatches } from "@/server/delivery";

const LANES = [1, 2, 3];
const ROUNDS = 250;

/**
 * Sends a run: rounds of parallel lanes, each about 20 s of work. Extra runs of this function are harmless (claims), so
 * every release, resume and stop may simply announce the run again.
 */
export const sendRun = inngest.createFunction(
  {
    id: "delivery-send-run",
    triggers: [{ event: "delivery.run-ready" }],
    retries: 5,
    concurrency: [{ key: "event.data.workspaceNo", limit: 6 }],
  },
  async ({ event, step }) => {
    const ref = { workspaceNo: Number(event.data.workspaceNo), runNo: Number(event.data.runNo) };
    for (let round = 1; round <= ROUNDS; round += 1) {
      await Promise.all(
        LANES.map((lane) =>
          step.run(`round-${round}-lane-${lane}`, () => sendBatches(ref, { maxMs: 20_000, maxBatches: 20 })),
        ),
      );
      const next = await step.run(`round-${round}-next`, () => driveRun(ref));
      if (next.isOver) return { rounds: round, ...next };
      if (next.waitUntil !== null) await step.sleepUntil(`round-${round}-wait`, new Date(next.waitUntil));
    }
    await step.sendEvent("go-on", { name: "delivery.run-ready", data: ref });
    return { rounds: ROUNDS };
  },
);
