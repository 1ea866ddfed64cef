// A worker process for the kill test: runs the engine until it is killed. Each execution of a step leaves a row.
import postgres from "postgres";
import { createEngine, createEngineClient } from "@/server/engine";

const [url = "", checkpointing = "on"] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const sql = postgres(url, { max: 10, onnotice: () => {} });
const client = createEngineClient({ id: "torture", checkpointing: checkpointing === "on", logger: quiet });

const torture = client.createFunction(
  { id: "torture", triggers: [{ event: "torture/go" }], retries: 0 },
  async ({ runId, event, step }) => {
    const work = (name: string) =>
      step.run(name, async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        const [row] = await sql<{ id: number }[]>`
          insert into wf_torture (run, step) values (${runId}, ${name}) returning id::int as id`;
        return row?.id;
      });
    const results = [await work("a"), await work("b"), ...(await Promise.all([work("c"), work("d")]))];
    await step.sleep("nap", "1s");
    results.push(await work("e"));
    return { n: event.data.n, results };
  },
);

const engine = createEngine({
  sql,
  client,
  functions: [torture],
  logger: quiet,
  // Long enough that a worker which only waits for the processor is not taken for dead.
  leaseMs: 5000,
  heartbeatMs: 500,
  pollMs: 200,
});
await engine.start();
process.stdout.write("ready\n");
