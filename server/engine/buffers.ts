import { toJson } from "./database";
import { parseDurationMs } from "./durations";
import { evaluateKey } from "./expressions";
import { type Candidate, type ScheduleOptions, scheduleRuns } from "./schedule-runs";
import { type Db, type EventBody, type FunctionConfig, type Job, TIMER_LANE } from "./types";

/** An event that a function with debounce or batchEvents collects before it runs. */
export interface Buffered {
  fn: FunctionConfig;
  event: EventBody;
}

/** Keeps the last event per key and moves its run back by the period, at most up to the timeout. */
export async function bufferDebounced(tx: Db, buffered: Buffered[]): Promise<void> {
  const last = new Map<string, Buffered>();
  for (const item of buffered)
    last.set(`debounce:${item.fn.id}:${evaluateKey(item.fn.debounce?.key, item.event)}`, item);
  if (last.size === 0) return;
  const rows = [...last]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { fn, event }]) => ({
      key,
      fn: fn.id,
      event,
      inMs: parseDurationMs(fn.debounce?.period ?? ""),
      maxMs: fn.debounce?.timeout ? parseDurationMs(fn.debounce.timeout) : null,
    }));
  await tx`
    insert into wf.job as j (key, kind, lane, fn, due, payload)
    select key, 'debounce', ${TIMER_LANE}, fn, clock_timestamp() + "inMs" * interval '1 millisecond',
      json_build_object('event', event, 'maxMs', "maxMs")
    from json_to_recordset(${toJson(rows)}::text::json) as d(key text, fn text, event json, "inMs" float8, "maxMs" float8)
    on conflict (key) do update set payload = excluded.payload, again = j.running,
      due = case when j.running then j.due else least(excluded.due,
        j.created + coalesce((excluded.payload ->> 'maxMs')::float8, 1e12) * interval '1 millisecond') end`;
}

/** Collects events per key; the first one starts the clock, reaching maxSize makes the batch due at once. */
export async function bufferBatched(tx: Db, buffered: Buffered[]): Promise<void> {
  if (buffered.length === 0) return;
  const rows = buffered.map(({ fn, event }) => ({ key: batchKey(fn, event), fn: fn.id, event }));
  await tx`
    insert into wf.batch (key, fn, event)
    select key, fn, event from json_to_recordset(${toJson(rows)}::text::json) as b(key text, fn text, event json)`;
  const keys = new Map(buffered.map(({ fn, event }) => [batchKey(fn, event), fn]));
  for (const [key, fn] of [...keys].sort(([a], [b]) => (a < b ? -1 : 1))) await armBatch(tx, key, fn);
}

const batchKey = (fn: FunctionConfig, event: EventBody): string =>
  `batch:${fn.id}:${evaluateKey(fn.batchEvents?.key, event)}`;

async function armBatch(tx: Db, key: string, fn: FunctionConfig): Promise<void> {
  const { maxSize = 1, timeout = "" } = fn.batchEvents ?? {};
  // The job row is the lock: taking it before counting sees every event of a batch that is just being taken.
  await tx`
    insert into wf.job as j (key, kind, lane, fn, due)
    values (${key}, 'batch', ${TIMER_LANE}, ${fn.id}, clock_timestamp() + ${parseDurationMs(timeout)} * interval '1 millisecond')
    on conflict (key) do update set again = j.running`;
  await tx`
    update wf.job set due = clock_timestamp() where key = ${key} and not running and due > clock_timestamp()
      and (select count(*) from wf.batch where batch.key = ${key}) >= ${maxSize}`;
}

/** Starts the run of a debounce whose time has come. The job row is locked by the caller. */
export async function fireDebounce(tx: Db, fn: FunctionConfig, job: Job, options: ScheduleOptions): Promise<void> {
  const [row] = await tx<{ event: EventBody }[]>`select payload -> 'event' as event from wf.job where id = ${job.id}`;
  await tx`delete from wf.job where id = ${job.id}`;
  if (row) await scheduleRuns(tx, [{ fn, events: [row.event] }], options);
}

/** Takes up to maxSize collected events into one run and arms the clock again for what is left. */
export async function fireBatch(tx: Db, fn: FunctionConfig, job: Job, options: ScheduleOptions): Promise<void> {
  const key = job.key ?? "";
  const maxSize = fn.batchEvents?.maxSize ?? 1;
  const taken = await tx<{ event: EventBody }[]>`
    with t as (delete from wf.batch where id in (select id from wf.batch where key = ${key} order by id limit ${maxSize})
      returning id, event)
    select event from t order by id`;
  const [first, ...rest] = taken.map((row) => row.event);
  const [left] = await tx<{ count: number; oldest: Date | null }[]>`
    select count(*)::int as count, min(created) as oldest from wf.batch where key = ${key}`;
  if (left?.oldest) {
    const isFull = left.count >= maxSize;
    const due = left.oldest.getTime() + parseDurationMs(fn.batchEvents?.timeout ?? "");
    await tx`
      update wf.job set running = false, again = false, attempt = 0,
        due = case when ${isFull} then clock_timestamp() else ${new Date(due)} end
      where id = ${job.id}`;
  } else await tx`delete from wf.job where id = ${job.id}`;
  const candidates: Candidate[] = first ? [{ fn, events: [first, ...rest] }] : [];
  await scheduleRuns(tx, candidates, options);
}
