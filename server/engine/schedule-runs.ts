import { toJson } from "./database";
import { parseDurationMs } from "./durations";
import { evaluateKey, evaluatePrioritySeconds } from "./expressions";
import { cancelRuns } from "./finish-runs";
import { concurrencyKeys, type Draw, rateLimitDraw, takeDraws, throttleDraw } from "./flow-control";
import { createUlid } from "./ids";
import { insertPauses, type NewPause } from "./pauses";
import { type Db, type EventBody, type FunctionConfig, TIMER_LANE } from "./types";

/** A run that flow control may still delay or drop. `seq` = inbox position of its trigger, 0 when it has none. */
export interface Candidate {
  fn: FunctionConfig;
  events: [EventBody, ...EventBody[]];
  seq?: number;
  correlation?: string;
  parent?: string;
}

export interface ScheduleOptions {
  appVersion?: string | undefined;
}

/**
 * Creates runs and their first jobs in the caller's transaction: rate limit and idempotency, singleton, throttle,
 * priority, future `ts`, cancellation rules and start timeout included. Answers a run id per candidate, or undefined
 * where flow control dropped it.
 */
export async function scheduleRuns(
  tx: Db,
  candidates: Candidate[],
  { appVersion }: ScheduleOptions = {},
): Promise<(string | undefined)[]> {
  const admitted = await dropLimited(tx, candidates);
  const unique = await settleSingletons(tx, admitted);
  const delays = await reserveSlots(tx, unique);
  const rows = unique.map((candidate, index) => toRow(candidate, delays[index] ?? 0, appVersion));
  const created = await insertRuns(tx, rows);
  const kept = rows.filter((row) => created.has(row.id));
  await insertFirstJobs(tx, kept);
  await insertPauses(tx, kept.flatMap(cancellationRules));
  const ids = new Map(kept.map((row) => [row.candidate, row.id]));
  return candidates.map((candidate) => ids.get(candidate));
}

type Row = ReturnType<typeof toRow>;

function toRow(candidate: Candidate, delayMs: number, appVersion: string | undefined) {
  const { fn, events, correlation, parent } = candidate;
  const [event] = events;
  const aheadMs = event.ts - Date.now();
  return {
    candidate,
    id: createUlid(),
    fn: fn.id,
    events,
    correlation: correlation ?? null,
    parent: parent ?? null,
    single: singletonKey(fn, event),
    appVersion: appVersion ?? null,
    ...(concurrencyKeys(fn, event) ?? { ckeys: null, climits: null }),
    // Event clocks differ by a little; only a clearly future `ts` is a wish to start later.
    inMs: Math.max(delayMs, aheadMs > 1000 ? aheadMs : 0) - evaluatePrioritySeconds(fn.priority?.run, event) * 1000,
  };
}

const singletonKey = (fn: FunctionConfig, event: EventBody): string | null =>
  fn.singleton ? `${fn.id}:${evaluateKey(fn.singleton.key, event)}` : null;

async function dropLimited(tx: Db, candidates: Candidate[]): Promise<Candidate[]> {
  const draws = new Map<Candidate, Draw>();
  for (const candidate of candidates) {
    const draw = candidate.correlation ? undefined : rateLimitDraw(candidate.fn, candidate.events[0]);
    if (draw) draws.set(candidate, draw);
  }
  const verdicts = await takeDraws(tx, [...draws.values()]);
  const dropped = new Set([...draws.keys()].filter((_, index) => verdicts[index]?.allowed === false));
  return candidates.filter((candidate) => !dropped.has(candidate));
}

/** Cancel mode ends the active run and keeps the last candidate per key; skip mode is left to the unique index. */
async function settleSingletons(tx: Db, candidates: Candidate[]): Promise<Candidate[]> {
  const last = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = candidate.fn.singleton?.mode === "cancel" ? singletonKey(candidate.fn, candidate.events[0]) : null;
    if (key) last.set(key, candidate);
  }
  if (last.size === 0) return candidates;
  const active = await tx<{ id: string }[]>`
    select id from wf.run where single = any(${[...last.keys()]}) and status = 'running'`;
  await cancelRuns(
    tx,
    active.map((row) => row.id),
    "A newer run took its place.",
  );
  const kept = new Set(last.values());
  return candidates.filter((candidate) => candidate.fn.singleton?.mode !== "cancel" || kept.has(candidate));
}

async function reserveSlots(tx: Db, candidates: Candidate[]): Promise<number[]> {
  const draws = candidates.map((candidate) => throttleDraw(candidate.fn, candidate.events[0]));
  const verdicts = await takeDraws(
    tx,
    draws.filter((draw) => draw !== undefined),
  );
  let next = 0;
  return draws.map((draw) => {
    const verdict = draw && verdicts[next++];
    return verdict?.allowed ? verdict.waitMs : 0;
  });
}

async function insertRuns(tx: Db, rows: Row[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const values = rows.map(({ candidate: _, inMs: __, ...row }) => row);
  // The target is the partial unique index of active singletons: a skipped run is one that conflicts.
  const created = await tx<{ id: string }[]>`
    insert into wf.run (id, fn, events, correlation, parent, single, ckeys, climits, app_version)
    select id, fn, events, correlation, parent, single, ckeys, climits, "appVersion"
    from json_to_recordset(${toJson(values)}::text::json) as r(id text, fn text, events json, correlation text,
      parent text, single text, ckeys text[], climits int[], "appVersion" text)
    on conflict (single) where status = 'running' do nothing
    returning id`;
  return new Set(created.map((row) => row.id));
}

async function insertFirstJobs(tx: Db, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const jobs = rows.flatMap(({ id, fn, ckeys, climits, inMs, candidate }) => {
    const main = { key: `${id}:main`, kind: "main", lane: ckeys?.[0] ?? "", run: id, fn, ckeys, climits, inMs };
    const start = candidate.fn.timeouts?.start;
    const startDeadline = {
      key: `${id}:start`,
      kind: "start",
      lane: TIMER_LANE,
      run: id,
      fn,
      ckeys: null,
      climits: null,
    };
    return start ? [main, { ...startDeadline, inMs: parseDurationMs(start) }] : [main];
  });
  await tx`
    insert into wf.job (key, kind, lane, run, fn, ckeys, climits, due)
    select key, kind, lane, run, fn, ckeys, climits, clock_timestamp() + "inMs" * interval '1 millisecond'
    from json_to_recordset(${toJson(jobs)}::text::json) as j(key text, kind text, lane text, run text, fn text,
      ckeys text[], climits int[], "inMs" float8)`;
}

function cancellationRules({ id, candidate }: Row): NewPause[] {
  return candidate.fn.cancel.map((rule) => ({
    run: id,
    kind: "cancel",
    event: rule.event,
    expression: rule.if,
    trigger: candidate.events[0],
    afterSeq: candidate.seq ?? 0,
    ...(rule.timeout ? { expiresInMs: parseDurationMs(rule.timeout) } : {}),
  }));
}
