import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { emitSql } from "@/server/engine";
import { openEngineDatabase } from "@/tests/support/engine-harness";

const RUNS = 50;
const KILLS = 4;
const child = fileURLToPath(new URL("../../support/engine-child.ts", import.meta.url));
const children = new Set<ChildProcess>();

afterEach(() => {
  for (const worker of children) worker.kill("SIGKILL");
  children.clear();
});

async function startWorker(url: string, checkpointing: string): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ["--import", "tsx", child, url, checkpointing], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(worker);
  if (worker.stdout) await once(worker.stdout, "data");
  return worker;
}

describe("kill -9", () => {
  it.each(["on", "off"])(
    "of workers loses no run and changes no memoised result, checkpointing %s",
    { timeout: 480_000 },
    async (mode) => {
      const database = await openEngineDatabase();
      const { sql } = database;
      try {
        await createEvidence(database.ownerUrl);
        await emitSql(
          sql,
          Array.from({ length: RUNS }, (_, n) => ({ name: "torture/go", data: { n } })),
        );
        for (let i = 0; i < KILLS; i++) {
          const worker = await startWorker(database.url, mode);
          await progress(sql, 25);
          worker.kill("SIGKILL");
          await once(worker, "exit");
          children.delete(worker);
        }
        await startWorker(database.url, mode);
        await expect.poll(() => countOpen(sql), { timeout: 120_000, interval: 200 }).toBe(0);

        const runs = await sql<
          { id: string; status: string; output: { results: number[] } }[]
        >`select id, status, output from wf.run`;
        expect(runs).toHaveLength(RUNS);
        expect(new Set(runs.map((run) => run.status))).toEqual(new Set(["completed"]));
        // What the function returned is what was memoised: no later execution replaced a value.
        const steps = await sql<{ run: string; data: { data: number | null } }[]>`select run, data from wf.step`;
        for (const { id, output } of runs) {
          const memoised = steps.filter((step) => step.run === id).map((step) => step.data.data);
          expect(memoised.filter((value) => value !== null).sort()).toEqual([...output.results].sort());
          expect(memoised).toHaveLength(6);
        }
        const [left] =
          await sql`select (select count(*)::int from wf.job) as jobs, (select count(*)::int from wf.pause) as pauses`;
        expect(left).toEqual({ jobs: 0, pauses: 0 });
      } finally {
        for (const worker of children) worker.kill("SIGKILL");
        await database.close();
      }
    },
  );
});

type Sql = Awaited<ReturnType<typeof openEngineDatabase>>["sql"];

async function createEvidence(ownerUrl: string): Promise<void> {
  const { default: postgres } = await import("postgres");
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await owner`create table wf_torture (id bigint generated always as identity, run text, step text)`;
  await owner`grant all on wf_torture to public`;
  await owner.end();
}

const countOpen = async (sql: Sql) => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from wf.run where status = 'running'
    union all select count(*)::int from wf.inbox where routed is null order by 1 desc`;
  return row?.count ?? 0;
};

/** Waits until `count` more steps were executed, or everything is done. */
async function progress(sql: Sql, count: number): Promise<void> {
  const executed = async () => (await sql<{ n: number }[]>`select count(*)::int as n from wf_torture`)[0]?.n ?? 0;
  const before = await executed();
  await expect
    .poll(async () => (await executed()) >= Math.min(before + count, RUNS * 5) || (await countOpen(sql)) === 0, {
      timeout: 60_000,
      interval: 50,
    })
    .toBe(true);
}
