import type { Inngest, InngestFunction } from "inngest";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEngineClient, type Engine, emitSql, listRuns } from "@/server/engine";
import {
  type EngineDatabase,
  Kit,
  makeGate,
  openEngineDatabase,
  silentLogger,
  startEngine,
} from "@/tests/support/engine-harness";

const LONG_MS = 240_000;

describe("extreme runs", { timeout: 300_000 }, () => {
  let database: EngineDatabase;
  let engine: Engine | undefined;
  let client: Inngest;
  let kit: Kit;

  beforeEach(async () => {
    database = await openEngineDatabase();
    client = createEngineClient({ id: "app", logger: silentLogger });
    kit = new Kit(client, "x", () => ({
      send: async (events) => void (await emitSql(database.sql, events)),
      stop: async () => {},
    }));
  });
  afterEach(async () => {
    await engine?.stop(0);
    await database.close();
  });
  const start = async (functions: InngestFunction.Any[] = kit.functions) => {
    engine = await startEngine(database.sql, client, functions, { leaseMs: 60_000 });
  };
  const triggers = () => [{ event: kit.name("go") }];
  const onlyRun = async () => (await listRuns(database.sql)).runs[0];

  it("999 sequential steps run once each, in order", async () => {
    const numbers = Array.from({ length: 999 }, (_, n) => n);
    kit.add(
      client.createFunction({ id: "long", triggers: triggers() }, async ({ step }) => {
        for (const n of numbers) await step.run(`s-${n}`, () => kit.mark("s", n));
        kit.mark("end");
      }),
    );
    await start();
    await kit.send("go");
    await kit.seen("end", 1, LONG_MS);
    expect(kit.values("s")).toEqual(numbers);
  });

  it("1,000 parallel steps run once each, and the run goes on when the last is over", async () => {
    const many = client.createFunction({ id: "wide", triggers: triggers() }, async ({ step }) => {
      const done = await Promise.all(
        Array.from({ length: 1000 }, (_, n) => step.run(`step ${n}`, () => kit.mark("ran", n))),
      );
      await step.run("sum", () => kit.mark("sum", done.length));
    });
    await start([many]);
    await kit.send("go");
    await kit.seen("sum", 1, LONG_MS);
    expect(kit.values("sum")).toEqual([1000]);
    expect(new Set(kit.values("ran")).size).toBe(1000);
    expect(kit.all("ran")).toHaveLength(1000);
  });

  it("a step renamed by a deploy runs under its new name, the finished ones stay finished", async () => {
    const version = (second: string) =>
      client.createFunction({ id: "deployed", triggers: triggers() }, async ({ step }) => {
        const first = await step.run("first", () => kit.mark("first", second));
        await step.waitForEvent("deploy", { event: kit.name("deployed"), timeout: "1d" });
        await step.run(second, () => kit.mark("second", `${second} after ${first}`));
      });
    await start([version("old name")]);
    await kit.send("go");
    await expect.poll(() => waits(database.sql), { timeout: 60_000 }).toBe(1);
    await engine?.stop();
    await start([version("new name")]);
    await kit.send("deployed");
    await kit.seen("second", 1, LONG_MS);
    expect([kit.values("first"), kit.values("second")]).toEqual([["old name"], ["new name after old name"]]);
    await expect.poll(async () => (await onlyRun())?.status, { timeout: 60_000 }).toBe("completed");
  });

  it("a run whose planned step a deploy removed ends instead of hanging, and that step runs no second time", async () => {
    const gate = makeGate();
    const version = (hasSecond: boolean) =>
      client.createFunction({ id: "removed", triggers: triggers(), retries: 0 }, async ({ step }) => {
        const first = step.run("kept", () => kit.mark("kept"));
        const second = hasSecond
          ? step.run("gone", async () => {
              kit.mark("gone");
              await gate.opened;
            })
          : null;
        await Promise.all([first, second]);
      });
    await start([version(true)]);
    await kit.send("go");
    await kit.seen("gone", 1, LONG_MS);
    await engine?.stop(0);
    await start([version(false)]);
    // The new body ends without the step, so the SDK may call the run complete or say that it cannot find the step.
    await expect.poll(async () => (await onlyRun())?.status, { timeout: LONG_MS }).toMatch(/completed|failed/);
    gate.open();
    expect(kit.all("gone")).toHaveLength(1);
  });

  it("a worker whose listening connection is cut listens again, nobody restarts it", async () => {
    kit.add(client.createFunction({ id: "f", triggers: triggers() }, ({ event }) => kit.mark("ran", event.data.n)));
    const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
    // It would look for work by itself only in an hour: what runs was announced to it.
    engine = await startEngine(database.sql, client, kit.functions, { pollMs: 3_600_000, leaseMs: 7_200_000 });
    await kit.send("go", { data: { n: 1 } });
    await kit.seen("ran", 1, LONG_MS);
    for (const round of [2, 3]) {
      const [before] = await listeners(owner);
      await owner`select pg_terminate_backend(${before ?? 0}, 60000)`;
      await expect.poll(() => listeners(owner), { timeout: LONG_MS }).toEqual([expect.any(Number)]);
      expect(await listeners(owner)).not.toEqual([before]);
      await kit.send("go", { data: { n: round } });
      await kit.seen("ran", round, LONG_MS);
    }
    await owner.end();
    expect(kit.values("ran")).toEqual([1, 2, 3]);
  });
});

/** Backends of this database that listen. */
const listeners = async (owner: postgres.Sql): Promise<number[]> => {
  const rows = await owner<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and query ilike 'listen%' and state = 'idle'`;
  return rows.map((row) => row.pid);
};

async function waits(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from wf.pause where kind = 'wait'`;
  return row?.n ?? 0;
}
