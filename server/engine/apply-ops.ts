import { completeBranches, insertSteps } from "./branches";
import type { EngineContext } from "./context";
import { type ActiveRun, inTransaction, lockActiveRuns, toJson } from "./database";
import { parseDue } from "./durations";
import { answerInvocations } from "./finish-runs";
import { createUlid } from "./ids";
import type { Op } from "./ops";
import { insertPauses, type NewPause } from "./pauses";
import { scheduleRuns } from "./schedule-runs";
import { endJob, holdsJob } from "./settle-call";
import { type Branch, type Db, type EventBody, type Job, type StepResult, TIMER_LANE } from "./types";

/** Memoises what a planned step answered, closes its branch and ends its job. */
export async function completeStepJob(engine: EngineContext, job: Job, memos: Branch[]): Promise<void> {
  const run = job.run ?? "";
  await inTransaction(engine.sql, async (tx) => {
    const active = await lockActiveRuns(tx, [run]);
    if (!active.has(run) || !(await holdsJob(tx, job))) return;
    await tx`delete from wf.job where id = ${job.id}`;
    await completeBranches(tx, memos);
  });
  engine.wake();
}

/**
 * Opens what the function body asked to wait for, together with step results of the same answer, and ends the call.
 * Ops already known (a repeated discovery reports open branches again) are skipped, so nothing is planned twice.
 * Answers "stuck" when the call opened nothing, finished nothing and nothing is open: the body made no progress.
 */
export async function openBranches(
  engine: EngineContext,
  job: Job,
  { opening, memos, isEveryOpRacing }: { opening: Op[]; memos: Branch[]; isEveryOpRacing: boolean },
): Promise<"ended" | "stuck"> {
  const outcome = await inTransaction(engine.sql, async (tx) => {
    const run = (await lockActiveRuns(tx, [job.run ?? ""])).get(job.run ?? "");
    if (!run || !(await holdsJob(tx, job))) return "ended";
    const added = await insertSteps(tx, memos);
    const fresh = await withoutKnown(tx, run, opening);
    const isRacing = (op: Op) => isEveryOpRacing || op.opts?.parallelMode === "race";
    run.pending.push(...fresh.filter((op) => !isRacing(op)).map((op) => op.id));
    run.racing.push(...fresh.filter(isRacing).map((op) => op.id));
    await tx`
      update wf.run set pending = ${run.pending}::text[], racing = ${run.racing}::text[] where id = ${run.id}`;
    await openAll(tx, engine, run, fresh);
    const repeats = await endJob(tx, job);
    const isOpen = run.pending.length > 0 || run.racing.length > 0;
    return repeats || isOpen || added.length > 0 ? "ended" : "stuck";
  });
  engine.wake();
  return outcome;
}

async function withoutKnown(tx: Db, run: ActiveRun, ops: Op[]): Promise<Op[]> {
  const ids = ops.map((op) => op.id);
  const steps = await tx<{ id: string }[]>`select id from wf.step where run = ${run.id} and id = any(${ids})`;
  const known = new Set([...steps.map((step) => step.id), ...run.pending, ...run.racing]);
  return ops.filter((op) => !known.has(op.id));
}

async function openAll(tx: Db, engine: EngineContext, run: ActiveRun, ops: Op[]): Promise<void> {
  const trigger = run.events[0];
  if (!trigger || ops.length === 0) return;
  await insertJobs(tx, run, ops);
  await insertPauses(
    tx,
    ops.flatMap((op) => toPause(run.id, trigger, op)),
  );
  await startInvoked(
    tx,
    engine,
    run,
    ops.filter((op) => op.op === "InvokeFunction"),
  );
}

/** Planned steps, ends of sleeps and timeouts; the unique key (run, step) is what makes planning idempotent. */
async function insertJobs(tx: Db, run: ActiveRun, ops: Op[]): Promise<void> {
  const jobs = ops.flatMap((op) => {
    const base = { key: `${run.id}:${op.id}`, step: op.id, at: null, inMs: 0 };
    if (op.op === "StepPlanned") return [{ ...base, kind: "step" }];
    if (op.op === "Sleep") return [{ ...base, kind: "sleep", ...parseDue(op.name ?? "") }];
    const timeout = op.opts?.timeout;
    return typeof timeout === "string" ? [{ ...base, kind: "timeout", ...parseDue(timeout) }] : [];
  });
  await tx`
    insert into wf.job (key, kind, lane, run, fn, step, due, ckeys, climits)
    select j.key, j.kind, case when j.kind = 'step' then coalesce(r.ckeys[1], '') else ${TIMER_LANE} end, r.id, r.fn, j.step,
      coalesce(j.at, clock_timestamp() + j."inMs" * interval '1 millisecond'),
      case when j.kind = 'step' then r.ckeys end, case when j.kind = 'step' then r.climits end
    from json_to_recordset(${toJson(jobs)}::text::json)
      as j(key text, kind text, step text, at timestamptz, "inMs" float8), wf.run r
    where r.id = ${run.id}
    on conflict (key) do nothing`;
}

function toPause(run: string, trigger: EventBody, op: Op): NewPause[] {
  if (op.op === "WaitForEvent")
    return [{ run, kind: "wait", step: op.id, event: op.name ?? "", expression: op.opts?.if ?? undefined, trigger }];
  if (op.op === "InvokeFunction")
    return [{ run, kind: "invoke", step: op.id, correlation: `${run}:${op.id}`, trigger }];
  return [];
}

async function startInvoked(tx: Db, engine: EngineContext, run: ActiveRun, ops: Op[]): Promise<void> {
  const refused = new Map<string, StepResult>();
  const calls = ops.flatMap((op) => {
    const correlation = `${run.id}:${op.id}`;
    const fn = engine.registry.functions.get(op.opts?.function_id ?? "");
    if (fn) return [{ fn, correlation, events: [toInvocation(op, correlation)] satisfies [EventBody] }];
    const message = `There is no function ${op.opts?.function_id ?? ""} to invoke.`;
    refused.set(correlation, { error: { name: "InvokeError", message } });
    return [];
  });
  const started = await scheduleRuns(tx, calls, { appVersion: engine.appVersion });
  calls.forEach(({ correlation, fn }, index) => {
    if (started[index] === undefined)
      refused.set(correlation, { error: { name: "InvokeError", message: `${fn.id} is already running.` } });
  });
  if (refused.size > 0) await answerInvocations(tx, refused);
}

function toInvocation(op: Op, correlation: string): EventBody {
  const { data, v } = op.opts?.payload ?? {};
  return {
    id: createUlid(),
    name: "inngest/function.invoked",
    data: { ...data, _inngest: { correlation_id: correlation } },
    ts: Date.now(),
    ...(v ? { v } : {}),
  };
}
