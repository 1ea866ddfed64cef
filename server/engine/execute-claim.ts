import { outlastOutage } from "@/server/platform/outage";
import { completeStepJob, openBranches } from "./apply-ops";
import { type Answer, callFunction, type SdkHandler } from "./call-function";
import { type Claim, loadRun } from "./claim";
import type { EngineContext } from "./context";
import { inTransaction, lockActiveRuns } from "./database";
import { parseDurationMs } from "./durations";
import { finishRuns } from "./finish-runs";
import type { Flight, Flights } from "./flights";
import { memoizeSteps } from "./memoize";
import { CLOSING, findUnsupported, OPENING, type Op, toBranch } from "./ops";
import { describe, finishRun, hasAttemptsLeft, releaseJob, retryJob } from "./settle-call";
import { type Branch, type FunctionConfig, type RunState, type StepFailure, TIMER_LANE } from "./types";

/** After this many workers died while holding a job without progress in between, its run fails. */
const MAX_CRASHES = 5;
const UNKNOWN_FUNCTION_DELAY_MS = 30_000;
/** Longest outage of the database after which the answer of a call is still stored. */
const OUTAGE_MS = 120_000;

export interface Executor {
  engine: EngineContext;
  handler: SdkHandler;
  flights: Flights;
  isStopping(): boolean;
}

/**
 * Carries one claim out: calls the SDK, applies its answer, and calls again in the same claim as long as steps finish
 * one after another. Errors of the engine itself leave the job to its lease.
 */
export async function executeClaim(executor: Executor, { job, run }: Claim): Promise<void> {
  const { engine, flights } = executor;
  const fn = engine.registry.functions.get(job.fn);
  if (run?.status !== "running") {
    await engine.sql`delete from wf.job where id = ${job.id} and gen = ${job.gen}`;
    return;
  }
  if (job.crashes >= MAX_CRASHES) {
    const message = `The worker died ${job.crashes} times while running this function without progress.`;
    await finishRun(engine, job, { status: "failed", error: { name: "WorkerCrashed", message } });
    return;
  }
  if (!fn) {
    // Another version of the app may know it: wait without using up attempts. Shown in Settings > System.
    engine.logger.error({ fn: job.fn, runId: run.id }, "A run waits for a function this worker does not have.");
    await releaseJob(engine, job, UNKNOWN_FUNCTION_DELAY_MS, `This worker has no function ${job.fn}.`);
    return;
  }
  const flight = flights.begin(job);
  try {
    if (fn.timeouts && !run.started) await markStarted(engine, fn, run.id);
    await runCalls(executor, flight, fn, run);
  } finally {
    flights.end(flight);
  }
}

async function runCalls(executor: Executor, flight: Flight, fn: FunctionConfig, first: RunState): Promise<void> {
  const { engine } = executor;
  const { job } = flight;
  let run: RunState | null = first;
  let attempt = job.attempt;
  while (run?.status === "running") {
    const answer = await callFunction(engine, executor.handler, { fn, job, run, attempt });
    if (flight.isStale) return releaseJob(engine, job);
    const call: Call = { flight, fn, run, attempt };
    const next = await patiently(executor, flight, () => applyAnswer(engine, call, answer));
    if (next !== "continue") return;
    if (executor.isStopping()) return releaseJob(engine, job);
    attempt = 0;
    run = await patiently(executor, flight, () => loadRun(engine, call.run.id));
  }
}

/** An answer outlives an outage of the database. Storing it twice is harmless: every write is fenced by the claim. */
const patiently = <T>({ isStopping }: Executor, flight: Flight, work: () => Promise<T>): Promise<T> =>
  outlastOutage(work, { withinMs: OUTAGE_MS, isOver: () => flight.isStale || isStopping() });

interface Call {
  flight: Flight;
  fn: FunctionConfig;
  run: RunState;
  attempt: number;
}

async function applyAnswer(engine: EngineContext, call: Call, answer: Answer): Promise<"continue" | "ended"> {
  const { job } = call.flight;
  switch (answer.kind) {
    case "completed":
      await finishRun(engine, job, { status: "completed", output: answer.output });
      return "ended";
    case "failed":
      await finishRun(engine, job, { status: "failed", error: answer.error });
      return "ended";
    case "refused":
      engine.logger.error({ fn: call.fn.id, error: describe(answer.error) }, "The SDK refused a call.");
      await releaseJob(engine, job, UNKNOWN_FUNCTION_DELAY_MS, describe(answer.error));
      return "ended";
    case "retry":
      await retryOrFail(engine, call, answer.error, answer.retryAfterMs);
      return "ended";
    case "ops":
      return applyOps(engine, call, answer);
  }
}

async function retryOrFail(engine: EngineContext, call: Call, error: StepFailure, retryAfterMs: number | undefined) {
  const { job } = call.flight;
  if (!hasAttemptsLeft(call.fn, call.attempt)) return finishRun(engine, job, { status: "failed", error });
  return retryJob(engine, job, { attempt: call.attempt + 1, error, retryAfterMs });
}

async function applyOps(
  engine: EngineContext,
  call: Call,
  { ops, isEveryOpRacing, retryAfterMs }: Extract<Answer, { kind: "ops" }>,
): Promise<"continue" | "ended"> {
  const { flight, fn, run, attempt } = call;
  const unsupported = findUnsupported(ops);
  if (unsupported) {
    const message = `Step "${unsupported.displayName ?? unsupported.id}" (${unsupported.op}) needs the Inngest server.`;
    await finishRun(engine, flight.job, { status: "failed", error: { name: "UnsupportedStep", message } });
    return "ended";
  }
  const memos = ops.filter((op) => CLOSING.has(op.op)).map((op) => toBranch(run.id, op, attempt));
  const completed = ops.find((op) => op.op === "RunComplete");
  if (completed) {
    await finishRun(engine, flight.job, { status: "completed", output: completed.data ?? null }, memos);
    return "ended";
  }
  const failed = ops.find((op) => op.op === "StepError");
  if (failed) {
    const retried = await retryStep(engine, call, failed, memos, retryAfterMs);
    if (retried) return "ended";
    memos.push(toBranch(run.id, failed, attempt));
  }
  if (flight.job.kind === "step") return settleStepJob(engine, call, memos);
  const opening = ops.filter((op) => OPENING.has(op.op));
  if (opening.length === 0 && memos.length > 0) return storeAndContinue(engine, call, memos);
  if (opening.length === 0 && ops.some((op) => op.op === "DiscoveryRequest")) return "continue";
  const outcome = await openBranches(engine, flight.job, { opening, memos, isEveryOpRacing });
  if (outcome === "stuck") {
    const message = `Function ${fn.id} neither finished nor asked for anything.`;
    engine.logger.error({ fn: fn.id, runId: run.id }, message);
    await failStuckRun(engine, run.id, message);
  }
  return "ended";
}

/** Puts a failed step back for another attempt; false when none is left. Results of the same answer are kept. */
async function retryStep(
  engine: EngineContext,
  { flight, fn, attempt }: Call,
  failed: Op,
  memos: Branch[],
  retryAfterMs: number | undefined,
): Promise<boolean> {
  if (memos.length > 0 && (await memoizeSteps(engine, flight.job, memos)) === "lost") return true;
  const failure = toBranch(flight.job.run ?? "", failed, attempt).result;
  const error = "error" in failure ? failure.error : { name: "Error", message: "Unknown error" };
  // Results stored just now belong to other steps: the failed one is then at its first attempt.
  const current = memos.length > 0 ? 0 : attempt;
  if (!hasAttemptsLeft(fn, current)) return false;
  await retryJob(engine, flight.job, { attempt: current + 1, error, retryAfterMs });
  return true;
}

async function settleStepJob(engine: EngineContext, call: Call, memos: Branch[]): Promise<"ended"> {
  const own = memos.filter((memo) => memo.step === call.flight.job.step);
  if (own.length > 0) await completeStepJob(engine, call.flight.job, own);
  else {
    const message = `The planned step ${call.flight.job.step} was not carried out.`;
    await retryOrFail(engine, call, { name: "StepNotRun", message }, undefined);
  }
  return "ended";
}

async function storeAndContinue(engine: EngineContext, call: Call, memos: Branch[]): Promise<"continue" | "ended"> {
  // "differs" continues too: the next call loads the value that was memoised first.
  return (await memoizeSteps(engine, call.flight.job, memos)) === "lost" ? "ended" : "continue";
}

async function failStuckRun(engine: EngineContext, run: string, message: string): Promise<void> {
  await inTransaction(engine.sql, (tx) =>
    finishRuns(tx, new Map([[run, { status: "failed", error: { name: "NoProgress", message } }]]), false),
  );
}

/** First call of a function with timeouts: from here its finish timeout counts, its start timeout is met. */
async function markStarted(engine: EngineContext, fn: FunctionConfig, run: string): Promise<void> {
  await inTransaction(engine.sql, async (tx) => {
    const active = await lockActiveRuns(tx, [run]);
    if (!active.has(run)) return;
    await tx`update wf.run set started = clock_timestamp() where id = ${run} and started is null`;
    await tx`delete from wf.job where key = ${`${run}:start`}`;
    const finish = fn.timeouts?.finish;
    if (finish)
      await tx`
        insert into wf.job (key, kind, lane, run, fn, due)
        values (${`${run}:deadline`}, 'deadline', ${TIMER_LANE}, ${run}, ${fn.id},
          clock_timestamp() + ${parseDurationMs(finish)} * interval '1 millisecond')
        on conflict (key) do nothing`;
  });
}
