// A sending process to be killed: sends one run, and kills itself without warning at the n-th pass of a fault point.
// FAULT=<point>:<n>  WORKSPACE_NO  RUN_NO  DATABASE_URL  DATA_DIR
import { closeProviders } from "@/server/channels";
import { sendBatches } from "@/server/delivery";
import { closeDb } from "@/server/platform/db";

const [point, nth] = (process.env.FAULT ?? "").split(":");
let passes = 0;
Object.assign(globalThis, {
  __carillonFault: (at: string) => {
    if (at === point && ++passes === Number(nth)) process.kill(process.pid, "SIGKILL");
  },
});

const ref = { workspaceNo: Number(process.env.WORKSPACE_NO), runNo: Number(process.env.RUN_NO) };
const lane = () => sendBatches(ref, { maxMs: 30_000, maxBatches: 100, leaseSeconds: 30 });
await Promise.all([lane(), lane()]);
await closeProviders();
await closeDb();
