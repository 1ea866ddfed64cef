import { randomBytes } from "node:crypto";
import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import type postgres from "postgres";
import { type SdkHandler, SERVE_URL } from "./call-function";
import { type Claim, claimFree, claimLimited, claimTimers, readAgenda } from "./claim";
import { attachEngine } from "./client";
import type { EngineContext } from "./context";
import { registerCrons } from "./cron";
import { ENGINE_CHANNEL } from "./emit";
import { type Executor, executeClaim } from "./execute-claim";
import { Flights } from "./flights";
import { parseRegistration } from "./function-config";
import { removeExpired } from "./maintenance";
import { Pulse } from "./pulse";
import { Registry } from "./registry";
import { hasWaitingEvents, routeInbox } from "./route-inbox";
import { createFetchHandler } from "./sdk-requests";
import { settleTimers } from "./timers";
import type { EngineLogger } from "./types";
import { assertSupported } from "./validate";

export interface EngineOptions {
  /** Pool with a direct or transaction-pooled connection. */
  sql: postgres.Sql;
  /** A direct connection for LISTEN; `sql` is used when absent. */
  listen?: postgres.Sql;
  /** Made by `createEngineClient`. */
  client: Inngest.Any;
  functions: readonly InngestFunction.Any[];
  logger: EngineLogger;
  /** Calls in flight at once in this process. */
  concurrency?: number;
  leaseMs?: number;
  heartbeatMs?: number;
  /** Longest time without looking for work; notifications and timers wake the engine earlier. */
  pollMs?: number;
  appVersion?: string;
  /** Stops the engine when aborted. */
  signal?: AbortSignal;
  jitter?: () => number;
}

export interface Engine {
  /** Registers the functions and begins to work. Throws when a function is not supported or the database is away. */
  start(): Promise<void>;
  /** Takes no new work, waits up to 25 s for calls in flight, hands the rest back without costing them an attempt. */
  stop(drainMs?: number): Promise<void>;
  /** For tests: resolves when nothing is waiting to be routed, due or in flight. */
  idle(): Promise<void>;
}

const DRAIN_MS = 25_000;
const TIMER_BATCH = 500;
/** How often the side lanes (timers, limited functions) are looked at while the free lane is busy. */
const SIDE_GAP_MS = 20;
/** How long after the last event the router keeps polling fast, and how fast. */
const BUSY_WINDOW_MS = 1000;
const BUSY_POLL_MS = 20;
const MAINTENANCE_MS = 600_000;
const ERROR_PAUSE_MS = 1000;

/** The embedded Inngest engine: a worker of which any number may share one database. See engine.md. */
export function createEngine(options: EngineOptions): Engine {
  const { sql, client, functions, logger, concurrency = 20, leaseMs = 60_000, pollMs = 1000 } = options;
  const { heartbeatMs = leaseMs / 4 } = options;
  const claimPulse = new Pulse();
  const routePulse = new Pulse();
  const flights = new Flights();
  const stops: (() => unknown)[] = [];
  let isStopping = false;
  let loops: Promise<void>[] = [];
  const wake = () => {
    claimPulse.beat();
    routePulse.beat();
  };
  const handler: SdkHandler = serve({ client, functions: [...functions] });

  const start = async () => {
    assertSupported(functions);
    const engine: EngineContext = {
      sql,
      registry: new Registry(parseRegistration(await readRegistration(handler))),
      workerId: randomBytes(6).toString("hex"),
      appVersion: options.appVersion,
      leaseMs,
      logger,
      jitter: options.jitter ?? Math.random,
      wake,
    };
    await registerCrons(engine, client.id);
    stops.push(
      attachEngine(
        client,
        engine.workerId,
        createFetchHandler(engine, flights, () => isStopping),
      ),
    );
    const listener = await (options.listen ?? sql).listen(ENGINE_CHANNEL, wake, wake);
    stops.push(() => listener.unlisten());
    const repeat = (work: () => Promise<unknown>, everyMs: number) => {
      const timer = setInterval(() => work().catch((err) => logger.error({ err }, "Engine upkeep failed.")), everyMs);
      stops.push(() => clearInterval(timer));
    };
    repeat(() => flights.extendLeases(engine), heartbeatMs);
    repeat(() => removeExpired(engine), MAINTENANCE_MS);
    loops = [routeLoop(engine), claimLoop({ engine, handler, flights, isStopping: () => isStopping })];
    options.signal?.addEventListener("abort", () => void stop());
  };

  const routeLoop = async (engine: EngineContext) => {
    let lastActivity = 0;
    while (!isStopping) {
      const routed = await guard(() => routeInbox(engine));
      if (routed?.outcome === "routed") {
        lastActivity = Date.now();
        claimPulse.beat();
        continue;
      }
      const isBusy = routed?.outcome === "busy" || Date.now() - lastActivity < BUSY_WINDOW_MS;
      const pauseMs = routed ? (isBusy ? BUSY_POLL_MS : pollMs) : ERROR_PAUSE_MS;
      await sleepUntil(
        routePulse,
        () => pauseMs,
        async () => isBusy || (await guard(() => hasWaitingEvents(engine))),
      );
    }
  };

  const claimLoop = async (executor: Executor) => {
    let lastSide = 0;
    while (!isStopping) {
      const found = await guard(async () => {
        const free = await claimFree(executor.engine, concurrency - flights.size);
        launch(executor, free);
        if (free.length > 0 && Date.now() - lastSide < SIDE_GAP_MS) return free.length;
        lastSide = Date.now();
        const limited =
          flights.size < concurrency ? await claimLimited(executor.engine, concurrency - flights.size) : [];
        launch(executor, limited);
        const timers = await claimTimers(executor.engine, TIMER_BATCH);
        if (timers.length > 0) await settleTimers(executor.engine, timers);
        return free.length + limited.length + timers.length;
      });
      if (found && flights.size < concurrency) continue;
      let agenda = found === undefined ? undefined : await guard(() => readAgenda(executor.engine));
      // A due time that has just passed is looked at again in a moment, not in a busy loop.
      const pauseMs = () => Math.min(pollMs, agenda ? Math.max(agenda.nextMs ?? pollMs, 2) : ERROR_PAUSE_MS);
      await sleepUntil(claimPulse, pauseMs, async () => {
        agenda = await guard(() => readAgenda(executor.engine));
        return agenda?.isDue;
      });
    }
  };

  /** Ends when woken, or when `isNeeded` says so or fails after a pause; asking it is all that an idle worker does. */
  const sleepUntil = async (
    pulse: Pulse,
    pauseMs: () => number,
    isNeeded: () => Promise<boolean | undefined>,
  ): Promise<void> => {
    while (!isStopping && (await pulse.wait(pauseMs())) === "over") if ((await isNeeded()) !== false) return;
  };

  const launch = (executor: Executor, claims: Claim[]) => {
    for (const claim of claims) {
      void executeClaim(executor, claim)
        .catch((err) => logger.error({ err, fn: claim.job.fn, runId: claim.job.run }, "A call could not be settled."))
        .finally(() => claimPulse.beat());
    }
  };

  const guard = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (err) {
      if (!isStopping) logger.error({ err }, "The engine could not reach its work; trying again.");
      return undefined;
    }
  };

  const stop = async (drainMs = DRAIN_MS) => {
    if (isStopping) return;
    isStopping = true;
    wake();
    await Promise.all(loops);
    const until = Date.now() + drainMs;
    while (flights.size > 0 && Date.now() < until) await claimPulse.wait(Math.min(50, until - Date.now()));
    const abandoned = await flights.abandon({ sql });
    if (abandoned > 0) logger.warn({ abandoned }, "Stopped with calls in flight; other workers will repeat them.");
    await Promise.allSettled(stops.map((undo) => undo()));
  };

  const idle = async () => {
    for (;;) {
      const [row] = await sql<{ busy: boolean }[]>`
        select exists (select 1 from wf.inbox where routed is null)
          or exists (select 1 from wf.job where running or due <= now()) as busy`;
      if (!row?.busy && flights.size === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  return { start, stop, idle };
}

/** Asks the SDK for its registration document without leaving the process. */
async function readRegistration(handler: SdkHandler): Promise<unknown> {
  const response = await handler(
    new Request(SERVE_URL, {
      method: "PUT",
      headers: { host: "engine.invalid", "content-type": "application/json", "x-inngest-sync-kind": "in_band" },
      body: JSON.stringify({ url: SERVE_URL }),
    }),
  );
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`The SDK did not register its functions: ${JSON.stringify(body)}`);
  return body;
}
