import { insertSteps } from "./branches";
import type { EngineContext } from "./context";
import { inTransaction, lockActiveRuns, toJson, toStepRows } from "./database";
import { backoffMs } from "./durations";
import { type Ending, finishRuns } from "./finish-runs";
import type { Branch, Db, FunctionConfig, Job, StepFailure } from "./types";

const FINISHED = "inngest/function.finished";

/** Whether the claim still holds its job; locks the job row. The run row must be locked before (lock order). */
export async function holdsJob(tx: Db, job: Job): Promise<boolean> {
  const rows = await tx`select 1 from wf.job where id = ${job.id} and gen = ${job.gen} and running for update`;
  return rows.length > 0;
}

/** Ends the run of a claim, storing last step results with it. A claim that was lost changes nothing. */
export async function finishRun(engine: EngineContext, job: Job, ending: Ending, memos: Branch[] = []): Promise<void> {
  const run = job.run ?? "";
  const isAnnounced = engine.registry.isAwaited(FINISHED);
  if (ending.status === "completed" && !isAnnounced && (await completePlainRun(engine, job, ending.output, memos)))
    return;
  await inTransaction(engine.sql, async (tx) => {
    const active = await lockActiveRuns(tx, [run]);
    if (!active.has(run) || !(await holdsJob(tx, job))) return;
    await insertSteps(tx, memos);
    await finishRuns(tx, new Map([[run, ending]]), isAnnounced);
  });
  engine.wake();
}

/**
 * The common end in one statement: a run nobody waits for. Locks the run, then the job, like everything else. Answers
 * false when it did not apply (another run invoked this one, or the claim was lost).
 */
async function completePlainRun({ sql }: EngineContext, job: Job, output: unknown, memos: Branch[]): Promise<boolean> {
  const rows = await sql`
    with r as (
      select id from wf.run where id = ${job.run} and status = 'running' and correlation is null for update),
    j as (
      delete from wf.job using r where job.run = r.id and job.id = ${job.id} and job.gen = ${job.gen} returning job.run),
    o as (delete from wf.job using j where job.run = j.run and job.id <> ${job.id}),
    p as (delete from wf.pause using j where pause.run = j.run),
    s as (
      insert into wf.step (run, id, name, data, attempts, duration_ms)
      select b.run, b.step, b.name, b.result::json, coalesce(b.attempts, 1), b."durationMs"
      from j, json_to_recordset(${toStepRows(memos)}::text::json)
        as b(run text, step text, name text, result text, attempts int, "durationMs" int)
      on conflict (run, id) do nothing)
    update wf.run u set status = 'completed', output = ${toJson(output)}::text::json, ended = clock_timestamp(),
      started = coalesce(u.started, clock_timestamp()), pending = '{}', racing = '{}'
    from j where u.id = j.run returning 1`;
  return rows.length > 0;
}

/**
 * Puts a failed call back for another attempt, later by the backoff table or by what the code asked for. The caller
 * has made sure that attempts are left. Attempts are zero-based.
 */
export async function retryJob(
  { sql, jitter }: EngineContext,
  job: Job,
  next: { attempt: number; error: StepFailure; retryAfterMs: number | undefined },
): Promise<void> {
  const delayMs = next.retryAfterMs ?? backoffMs(next.attempt, jitter());
  await sql`
    update wf.job set attempt = ${next.attempt}, running = false, crashes = 0, error = ${describe(next.error)},
      due = clock_timestamp() + ${delayMs} * interval '1 millisecond'
    where id = ${job.id} and gen = ${job.gen}`;
}

/** Gives the job back without using up an attempt or counting a crash. */
export async function releaseJob({ sql }: EngineContext, job: Job, delayMs = 0, error?: string): Promise<void> {
  await sql`
    update wf.job set running = false, due = clock_timestamp() + ${delayMs} * interval '1 millisecond',
      error = coalesce(${error ?? null}, error)
    where id = ${job.id} and gen = ${job.gen}`;
}

/** Deletes the job, or makes it due again when someone asked for another call meanwhile. Answers whether it repeats. */
export async function endJob(tx: Db, job: Job): Promise<boolean> {
  const gone = await tx`delete from wf.job where id = ${job.id} and gen = ${job.gen} and not again returning 1`;
  if (gone.length > 0) return false;
  await tx`
    update wf.job set again = false, running = false, attempt = 0, crashes = 0, due = clock_timestamp()
    where id = ${job.id} and gen = ${job.gen}`;
  return true;
}

export const describe = (error: StepFailure): string => `${error.name}: ${error.message}`.slice(0, 2000);

export const hasAttemptsLeft = (fn: FunctionConfig, attempt: number): boolean => attempt + 1 < fn.maxAttempts;
