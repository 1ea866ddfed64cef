import { type Buffered, bufferBatched, bufferDebounced } from "./buffers";
import type { EngineContext } from "./context";
import { inTransaction, isDataError } from "./database";
import { matches } from "./expressions";
import { type ArrivedEvent, matchPauses } from "./pauses";
import { type Candidate, scheduleRuns } from "./schedule-runs";
import type { Db } from "./types";

const BATCH = 500;
/** One router at a time, in inbox order: a cancellation must never be routed before the run it cancels exists. */
const ROUTER_LOCK = 0x0e61_0001;

export type Routed = { outcome: "idle" } | { outcome: "busy" } | { outcome: "routed"; count: number };

/**
 * Turns waiting inbox rows into runs, woken waits and cancellations; all of it and the mark on the rows commit
 * together. `busy` = another worker is routing. A batch that fails on its data is repeated row by row, and the row at
 * fault is set aside with its error instead of holding up the rest.
 */
export async function routeInbox(engine: EngineContext): Promise<Routed> {
  try {
    return await routeBatch(engine, BATCH);
  } catch (error) {
    if (!isDataError(error)) throw error;
    engine.logger.error({ err: error }, "A batch of events could not be routed; trying them one by one.");
    return routeOneByOne(engine);
  }
}

/** Whether an event waits to be routed: one statement instead of a transaction (index inbox_waiting). */
export async function hasWaitingEvents({ sql }: Pick<EngineContext, "sql">): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`select exists (select 1 from wf.inbox where routed is null) as found`;
  return row?.found ?? true;
}

async function routeOneByOne(engine: EngineContext): Promise<Routed> {
  let count = 0;
  for (; count < BATCH; count++) {
    try {
      const routed = await routeBatch(engine, 1);
      if (routed.outcome !== "routed") break;
    } catch (error) {
      if (!isDataError(error)) throw error;
      await setAside(engine, error instanceof Error ? error.message : String(error));
    }
  }
  return { outcome: "routed", count };
}

async function setAside(engine: EngineContext, message: string): Promise<void> {
  const [row] = await engine.sql<{ id: string }[]>`
    update wf.inbox set routed = clock_timestamp(), error = ${message}
    where seq = (select min(seq) from wf.inbox where routed is null) returning id`;
  engine.logger.error({ eventId: row?.id, message }, "An event could not be routed and was set aside.");
}

interface InboxRow {
  seq: string;
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: Date | null;
  created: Date;
}

function routeBatch(engine: EngineContext, limit: number): Promise<Routed> {
  return inTransaction(engine.sql, async (tx): Promise<Routed> => {
    const [lock] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${ROUTER_LOCK}) as taken`;
    if (!lock?.taken) return { outcome: "busy" };
    // Index inbox_waiting.
    const rows = await tx<InboxRow[]>`
      select seq, id, name, data, ts, created from wf.inbox where routed is null order by seq limit ${limit}`;
    if (rows.length === 0) return { outcome: "idle" };
    const arrived = rows.map(({ seq, id, name, data, ts, created }) => ({
      seq: Number(seq),
      created,
      event: { id, name, data, ts: (ts ?? created).getTime() },
    }));
    await startFunctions(tx, engine, arrived);
    // After the new runs: a cancellation in the same batch finds the rules of the run it cancels.
    await matchPauses(tx, arrived);
    await tx`update wf.inbox set routed = clock_timestamp() where seq = any(${rows.map((row) => row.seq)}::bigint[])`;
    return { outcome: "routed", count: rows.length };
  });
}

async function startFunctions(tx: Db, engine: EngineContext, arrived: ArrivedEvent[]): Promise<void> {
  const candidates: Candidate[] = [];
  const debounced: Buffered[] = [];
  const batched: Buffered[] = [];
  for (const { event, seq } of arrived) {
    const started = new Set<string>();
    for (const { fn, expression } of engine.registry.triggersOf(event.name)) {
      if (started.has(fn.id) || !matches(expression, { event })) continue;
      started.add(fn.id);
      if (fn.batchEvents && matches(fn.batchEvents.if, { event })) batched.push({ fn, event });
      else if (fn.debounce) debounced.push({ fn, event });
      else candidates.push({ fn, events: [event], seq });
    }
  }
  await scheduleRuns(tx, candidates, { appVersion: engine.appVersion });
  await bufferDebounced(tx, debounced);
  await bufferBatched(tx, batched);
}
