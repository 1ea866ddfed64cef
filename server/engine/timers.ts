import { completeBranches } from "./branches";
import { fireBatch, fireDebounce } from "./buffers";
import type { EngineContext } from "./context";
import { fireCron } from "./cron";
import { inTransaction, lockActiveRuns, toJson } from "./database";
import { cancelRuns } from "./finish-runs";
import { releaseJob } from "./settle-call";
import type { Db, Job, StepResult } from "./types";

/** Settles claimed timers: ends of sleeps and waits together, the rest one transaction each. */
export async function settleTimers(engine: EngineContext, jobs: Job[]): Promise<void> {
  const branches = jobs.filter((job) => job.kind === "sleep" || job.kind === "timeout");
  await endWaits(engine, branches);
  for (const job of jobs) if (!branches.includes(job)) await settleTimer(engine, job);
  engine.wake();
}

async function endWaits({ sql }: EngineContext, jobs: Job[]): Promise<void> {
  if (jobs.length === 0) return;
  await inTransaction(sql, async (tx) => {
    await lockActiveRuns(
      tx,
      jobs.map((job) => job.run ?? ""),
    );
    const held = await tx<{ run: string; step: string; kind: string }[]>`
      delete from wf.job j using json_to_recordset(${toJson(jobs)}::text::json) as h(id bigint, gen int)
      where j.id = h.id and j.gen = h.gen returning j.run, j.step, j.kind`;
    const waits = held.filter((job) => job.kind === "timeout");
    // An event deletes the same row: exactly one of the two finds it.
    const expired = await tx<{ run: string; step: string; kind: string }[]>`
      delete from wf.pause p using json_to_recordset(${toJson(waits)}::text::json) as w(run text, step text)
      where p.run = w.run and p.step = w.step returning p.run, p.step, p.kind`;
    const slept = held.filter((job) => job.kind === "sleep");
    await completeBranches(
      tx,
      [...slept, ...expired].map(({ run, step, kind }) => ({ run, step, name: kind, result: resultOfTimeout(kind) })),
    );
  });
}

function resultOfTimeout(kind: string): StepResult {
  return kind === "invoke"
    ? { error: { name: "InvokeTimeoutError", message: "Timed out waiting for the invoked function to finish." } }
    : { data: null };
}

async function settleTimer(engine: EngineContext, job: Job): Promise<void> {
  if (job.kind === "deadline" || job.kind === "start") {
    await inTransaction(engine.sql, (tx) => cancelOverdue(tx, job));
    return;
  }
  const fn = engine.registry.functions.get(job.fn);
  if (!fn) return releaseJob(engine, job, 30_000, `This worker has no function ${job.fn}.`);
  const options = { appVersion: engine.appVersion };
  await inTransaction(engine.sql, async (tx) => {
    const held = await tx`select 1 from wf.job where id = ${job.id} and gen = ${job.gen} for update`;
    if (held.length === 0) return;
    if (job.kind === "cron") await fireCron(tx, fn, job, options);
    else if (job.kind === "batch") await fireBatch(tx, fn, job, options);
    else if (job.kind === "debounce") await fireDebounce(tx, fn, job, options);
  });
}

async function cancelOverdue(tx: Db, job: Job): Promise<void> {
  const run = job.run ?? "";
  await lockActiveRuns(tx, [run]);
  const held = await tx`delete from wf.job where id = ${job.id} and gen = ${job.gen} returning 1`;
  if (held.length === 0) return;
  if (job.kind === "start") {
    const [begun] = await tx`
      select 1 from wf.run where id = ${run} and started is not null
      union all select 1 from wf.job where key = ${`${run}:main`} and running`;
    if (begun) return;
    await cancelRuns(tx, [run], "The run did not start in time.");
  } else await cancelRuns(tx, [run], "The run did not finish in time.");
}
