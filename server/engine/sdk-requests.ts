import { z } from "zod";
import type { FetchHandler } from "./client";
import type { EngineContext } from "./context";
import { emitSql } from "./emit";
import type { Flights } from "./flights";
import { memoizeSteps } from "./memoize";
import { CLOSING, parseOps, toBranch } from "./ops";

const SentEvent = z.object({
  id: z.string().nullish(),
  name: z.string().min(1),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().nullish(),
});
const SentEvents = z.union([z.array(SentEvent), SentEvent.transform((event) => [event])]);

const Checkpoint = z.object({ run_id: z.string(), qi_id: z.string(), steps: z.unknown().optional() });

/** Answers the requests the SDK makes to its server while functions run: sent events and step checkpoints. */
export function createFetchHandler(engine: EngineContext, flights: Flights, isStopping: () => boolean): FetchHandler {
  return async (path, body, headers) => {
    if (path.startsWith("/e/")) return receiveEvents(engine, body, headers);
    if (/^\/v1\/checkpoint\/[^/]+\/async$/.test(path)) return storeCheckpoint(engine, flights, isStopping, body);
    return { status: 404, body: { error: `The embedded engine does not answer ${path}.`, status: 404 } };
  };
}

async function receiveEvents(engine: EngineContext, body: unknown, headers: Headers) {
  const events = SentEvents.parse(body);
  // The SDK repeats a call with the same seed, so ids made from it make the repetition harmless.
  const seed = headers.get("x-inngest-event-id-seed");
  const ids = await emitSql(
    engine.sql,
    events.map((event, index) => ({
      name: event.name,
      data: event.data ?? {},
      ...(event.id ? { id: event.id } : seed ? { id: `${seed}.${index}` } : {}),
      ...(event.ts ? { ts: event.ts } : {}),
    })),
  );
  engine.wake();
  return { status: 200, body: { ids, status: 200 } };
}

/** 409 tells the SDK to stop: this call was taken over, its view is out of date, or the worker is shutting down. */
async function storeCheckpoint(engine: EngineContext, flights: Flights, isStopping: () => boolean, body: unknown) {
  const { run_id: run, qi_id: queueItem, steps } = Checkpoint.parse(body);
  const [, jobId = "", gen = ""] = queueItem.split(".");
  const flight = flights.find(jobId, Number(gen));
  const stale = { status: 409, body: { error: "stale dispatch", status: 409 } };
  if (!flight || flight.isStale) return stale;
  const ops = parseOps(steps).filter((op) => CLOSING.has(op.op));
  const outcome = await memoizeSteps(
    engine,
    flight.job,
    ops.map((op) => toBranch(run, op, 0)),
  );
  flight.isStale = outcome !== "stored" || isStopping();
  return flight.isStale ? stale : { status: 200, body: {} };
}
