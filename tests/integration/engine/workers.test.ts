import { type Inngest, type InngestFunction, RetryAfterError } from "inngest";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  cancelRun,
  createEngineClient,
  type Engine,
  emitSql,
  engineStats,
  getRun,
  listRuns,
  removeExpired,
  rerouteEvents,
  retryRun,
} from "@/server/engine";
import {
  type EngineDatabase,
  Kit,
  makeGate,
  openEngineDatabase,
  silentLogger,
  startEngine,
} from "@/tests/support/engine-harness";

let database: EngineDatabase;
let engines: Engine[] = [];
let kit: Kit;
let client: Inngest;

beforeEach(async () => {
  database = await openEngineDatabase();
  client = createEngineClient({ id: "app", logger: silentLogger });
  kit = new Kit(client, "w", () => ({
    send: async (events) => void (await emitSql(database.sql, events)),
    stop: async () => {},
  }));
});

afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.stop(0)));
  engines = [];
  await database.close();
});

async function start(
  options: Parameters<typeof startEngine>[3] = {},
  functions: InngestFunction.Any[] = kit.functions,
) {
  const engine = await startEngine(database.sql, client, functions, options);
  engines.push(engine);
  return engine;
}

const onlyRun = async () => {
  const { runs } = await listRuns(database.sql);
  const [run] = runs;
  if (!run || runs.length !== 1) throw new Error(`Expected one run, found ${runs.length}.`);
  return run;
};

describe("several workers on one database", () => {
  it("fire a cron tick once, late when nobody ran, and arm the next one", async () => {
    kit.add(
      client.createFunction({ id: "tick", triggers: [{ cron: "TZ=Europe/London 0 3 * * *" }] }, ({ event }) =>
        kit.mark("tick", event.data),
      ),
    );
    const first = await start();
    await first.stop();
    await database.sql`update wf.job set due = now() - interval '5 hours' where kind = 'cron'`;
    await Promise.all([start(), start(), start()]);
    await kit.seen("tick");
    await engines[1]?.idle();
    expect(kit.all("tick")).toHaveLength(1);
    const [cron] = await database.sql<{ due: Date }[]>`select due from wf.job where kind = 'cron'`;
    expect(cron?.due.getTime()).toBeGreaterThan(Date.now());
  });

  it("run every run once and never exceed a concurrency limit together", async () => {
    let active = 0;
    let peak = 0;
    kit.add(
      client.createFunction(
        { id: "limited", triggers: [{ event: kit.name("go") }], concurrency: 3 },
        async ({ event, step }) => {
          await step.run("work", async () => {
            peak = Math.max(peak, ++active);
            kit.mark("in");
            await kit.seen("in", 3);
            // Leaves time for a fourth to come in.
            await new Promise((resolve) => setTimeout(resolve, 20));
            active--;
            kit.mark("ran", event.data.n);
          });
        },
      ),
    );
    await Promise.all([start(), start()]);
    await kit.send("go", ...Array.from({ length: 40 }, (_, n) => ({ data: { n } })));
    await kit.seen("ran", 40);
    expect(new Set(kit.values("ran")).size).toBe(40);
    expect(kit.all("ran")).toHaveLength(40);
    expect(peak).toBe(3);
  });
});

describe("the outbox", () => {
  it("starts nothing when the transaction that emitted is rolled back, and runs when it commits", async () => {
    kit.add(
      client.createFunction({ id: "f", triggers: [{ event: kit.name("go") }] }, ({ event }) =>
        kit.mark("ran", event.data.n),
      ),
    );
    const engine = await start();
    await database.sql
      .begin(async (tx) => {
        await emitSql(tx, [{ name: kit.name("go"), data: { n: 1 } }]);
        throw new Error("rolled back");
      })
      .catch(() => {});
    await database.sql.begin((tx) => emitSql(tx, [{ name: kit.name("go"), data: { n: 2 } }]));
    await kit.seen("ran");
    await engine.idle();
    expect(kit.values("ran")).toEqual([2]);
  });
});

describe("a claim that was lost", () => {
  it("cannot memoise: the late checkpoint is refused and the value of the new owner stays", async () => {
    const gates = [makeGate(), makeGate()];
    let calls = 0;
    kit.add(
      client.createFunction({ id: "f", triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const value = await step.run("slow", async () => {
          const call = calls++;
          kit.mark("in", call);
          await gates[call]?.opened;
          return call;
        });
        await step.run("end", () => kit.mark("end", value));
      }),
    );
    const hung = await start({ heartbeatMs: 3_600_000, concurrency: 1 });
    await kit.send("go");
    await kit.seen("in");
    // As if the lease had run out while the first worker hung.
    await database.sql`update wf.job set due = now() where kind = 'main'`;
    const second = await start();
    await kit.seen("in", 2);
    const stopped = hung.stop();
    gates[0]?.open();
    await stopped;
    gates[1]?.open();
    await kit.seen("end");
    await second.idle();
    expect(kit.values("end")).toEqual([1]);
    const run = await getRun(database.sql, (await onlyRun()).id);
    expect(run?.status).toBe("completed");
    expect(run?.steps[0]?.result).toEqual({ data: 1 });
  });

  it("is not answered when the run was cancelled while its step ran", async () => {
    const gate = makeGate();
    kit.add(
      client.createFunction({ id: "f", triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        await step.run("slow", async () => {
          kit.mark("in");
          await gate.opened;
        });
        await step.run("after", () => kit.mark("after"));
      }),
    );
    const engine = await start();
    await kit.send("go");
    await kit.seen("in");
    const { id } = await onlyRun();
    expect(await cancelRun(database.sql, id)).toBe(true);
    expect(await cancelRun(database.sql, id)).toBe(false);
    gate.open();
    await engine.idle();
    const run = await getRun(database.sql, id);
    expect(run).toMatchObject({ status: "cancelled", steps: [], jobs: [] });
    expect(kit.all("after")).toHaveLength(0);
  });

  it("fails the run after five workers died on it without progress", async () => {
    kit.add(
      client.createFunction(
        {
          id: "poison",
          triggers: [{ event: kit.name("go") }],
          onFailure: ({ error }: { error: Error }) => kit.mark("failed", error.message),
        },
        () => kit.mark("called"),
      ),
    );
    await database.sql`
      insert into wf.run (id, fn, events) values ('R', 'app-poison', '[{"id":"1","name":"w/go","data":{},"ts":1}]')`;
    // Four crashes counted, and a lease that has just run out: the fifth.
    await database.sql`
      insert into wf.job (key, kind, run, fn, running, crashes) values ('R:main', 'main', 'R', 'app-poison', true, 4)`;
    await start();
    expect((await kit.seen("failed"))[0]?.value).toContain("died 5 times");
    expect(kit.all("called")).toHaveLength(0);
  });
});

describe("shutdown", () => {
  it("waits for the step in flight, keeps its result and costs the run no attempt", async () => {
    const gate = makeGate();
    kit.add(
      client.createFunction({ id: "f", triggers: [{ event: kit.name("go") }] }, async ({ step, attempt }) => {
        await step.run("one", async () => {
          kit.mark("one");
          await gate.opened;
        });
        await step.run("two", () => kit.mark("two", attempt));
      }),
    );
    const first = await start();
    await kit.send("go");
    await kit.seen("one");
    const stopped = first.stop();
    gate.open();
    await stopped;
    expect(kit.all("two")).toHaveLength(0);
    const [job] = await database.sql`select running, attempt, crashes, due <= now() as due from wf.job`;
    expect(job).toEqual({ running: false, attempt: 0, crashes: 0, due: true });
    await start();
    await kit.seen("two");
    expect([kit.all("one").length, kit.values("two")]).toEqual([1, [0]]);
  });
});

describe("long and odd runs", () => {
  it("300 sequential steps run once each, in order", { timeout: 240_000 }, async () => {
    kit.add(
      client.createFunction({ id: "long", triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        for (let i = 0; i < 300; i++) await step.run(`s-${i}`, () => kit.mark("s", i));
        kit.mark("end");
      }),
    );
    await start();
    await kit.send("go");
    await kit.seen("end", 1, 200_000);
    expect(kit.values("s")).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  it("an event a poisoned batch cannot route is set aside and the others still run", async () => {
    kit.add(
      client.createFunction({ id: "f", triggers: [{ event: kit.name("go") }] }, ({ event }) =>
        kit.mark("ran", event.data.n),
      ),
    );
    // A trigger id that the run table refuses: its singleton key is too long for the index.
    kit.add(
      client.createFunction(
        { id: "wide", triggers: [{ event: kit.name("wide") }], singleton: { mode: "skip", key: "event.data.key" } },
        () => kit.mark("wide"),
      ),
    );
    await kit.send("go", { data: { n: 1 } });
    await kit.send("wide", { data: { key: randomText(20_000) } });
    await kit.send("go", { data: { n: 2 } });
    await start();
    await kit.seen("ran", 2);
    expect(kit.all("wide")).toHaveLength(0);
    expect(await engineStats(database.sql)).toMatchObject({ inboxBacklog: 0, eventsSetAside: 1 });
    await removeExpired({ sql: database.sql }, Date.now() + 40 * 86_400_000);
    expect(await engineStats(database.sql)).toMatchObject({ eventsSetAside: 1 });
    expect(await rerouteEvents(database.sql)).toBe(1);
  });

  it("a run whose function is gone waits without losing attempts, visible to the operator", async () => {
    kit.add(client.createFunction({ id: "gone", triggers: [{ event: kit.name("go") }] }, () => kit.mark("ran")));
    const [gone] = kit.functions;
    if (!gone) throw new Error("The function is missing.");
    const other = client.createFunction({ id: "other", triggers: [{ event: kit.name("other") }] }, () =>
      kit.mark("other"),
    );
    const first = await start({}, [gone, other]);
    await first.stop();
    await database.sql`insert into wf.run (id, fn, events) values ('R', 'app-gone', '[{"id":"1","name":"w/go","data":{},"ts":1}]')`;
    await database.sql`insert into wf.job (key, kind, run, fn) values ('R:main', 'main', 'R', 'app-gone')`;
    const without = await start({}, [other]);
    await kit.send("other");
    await kit.seen("other");
    await without.idle();
    const run = await getRun(database.sql, "R");
    expect(run).toMatchObject({
      status: "running",
      jobs: [{ attempt: 0, crashes: 0, error: expect.stringContaining("app-gone") }],
    });
    await without.stop();
    await database.sql`update wf.job set due = now()`;
    await start({}, [gone, other]);
    await kit.seen("ran");
  });
});

describe("operating", () => {
  it("lists, shows and repeats a failed run as a new one", async () => {
    let broken = true;
    kit.add(
      client.createFunction({ id: "f", triggers: [{ event: kit.name("go") }], retries: 0 }, async ({ event, step }) => {
        await step.run("fine", () => "kept");
        if (broken) throw new Error("out of paper");
        kit.mark("ran", event.data.n);
      }),
    );
    const engine = await start();
    await kit.send("go", { data: { n: 5 } });
    await engine.idle();
    const { runs } = await listRuns(database.sql, { status: "failed", limit: 10 });
    expect(runs.map(({ fn, error }) => [fn, error?.message])).toEqual([["app-f", "out of paper"]]);
    const id = runs[0]?.id ?? "";
    expect((await getRun(database.sql, id))?.steps.map((step) => step.name)).toEqual(["fine"]);
    expect((await engineStats(database.sql)).failedLastDay).toBe(1);
    broken = false;
    const repeated = await retryRun(database.sql, id);
    expect(repeated.ok).toBe(true);
    await kit.seen("ran");
    await engine.idle();
    expect(kit.values("ran")).toEqual([5]);
    expect(await retryRun(database.sql, "nothing")).toEqual({ ok: false, reason: "unknown" });
  });

  it("starts a step on the commit of another process, without waiting for its next poll", async () => {
    kit.add(
      client.createFunction({ id: "f", triggers: [{ event: kit.name("go") }] }, ({ step }) =>
        step.run("now", () => kit.mark("now")),
      ),
    );
    // The next poll is an hour away: only the notification tells the worker.
    await start({ pollMs: 3_600_000 });
    const other = postgres(database.url, { max: 1 });
    await other.begin((tx) => emitSql(tx, [{ name: kit.name("go"), data: {} }]));
    await kit.seen("now");
    await other.end();
    expect(kit.all("now")).toHaveLength(1);
  });

  it("puts the retry where RetryAfterError says, not where the backoff table would", async () => {
    kit.add(
      client.createFunction({ id: "f", triggers: [{ event: kit.name("go") }], retries: 1 }, ({ step }) =>
        step.run("try", () => {
          kit.mark("try");
          throw new RetryAfterError("busy", "5m");
        }),
      ),
    );
    const engine = await start();
    await kit.send("go");
    const [first] = await kit.seen("try");
    await engine.idle();
    const [job] = await database.sql<{ due: Date }[]>`select due from wf.job where attempt = 1`;
    // The header carries whole seconds, cut off: up to one second early. The table would say 15 s.
    expect(job?.due.getTime()).toBeGreaterThanOrEqual((first?.at ?? 0) + 299_000);
    expect(job?.due.getTime()).toBeLessThanOrEqual(Date.now() + 300_000);
  });
});

/** Text that does not compress, so that it really exceeds an index row. */
function randomText(length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join("");
}
