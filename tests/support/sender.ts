// A sending process to be killed: sends one run, and signals itself at the n-th pass of a fault point. SIGTERM is heard
// as the worker hears it (server/entry/process.ts).
// FAULT=<point>:<n>[:SIGTERM]  WORKSPACE_NO  RUN_NO  DATABASE_URL  DATA_DIR
import { closeProviders } from "@/server/channels";
import { sendBatches } from "@/server/delivery";
import { stopWhenAsked } from "@/server/entry/process";
import { closeDb } from "@/server/platform/db";
import { beginStopping } from "@/server/platform/shutdown";

const [point, nth, signal = "SIGKILL"] = (process.env.FAULT ?? "").split(":");
let passes = 0;
Object.assign(globalThis, {
  __carillonFault: (at: string) => {
    if (at === point && ++passes === Number(nth)) process.kill(process.pid, signal);
  },
});

const ref = { workspaceNo: Number(process.env.WORKSPACE_NO), runNo: Number(process.env.RUN_NO) };
const lane = () => sendBatches(ref, { maxMs: 30_000, maxBatches: 100, leaseSeconds: 30 });
const sending = Promise.all([lane(), lane()]);
const end = async () => {
  await sending;
  await closeProviders();
  await closeDb();
};
stopWhenAsked(async () => {
  beginStopping();
  await end();
}, 25_000);
await end();
process.exit(0);
