import { type ActiveRun, lockActiveRuns, toJson, toStepRows } from "./database";
import type { Branch, Db } from "./types";

/** Inserts memoised results; a step already memoised keeps its value. Answers the (run, step) pairs that were new. */
export async function insertSteps(tx: Db, branches: Branch[]): Promise<{ run: string; id: string }[]> {
  if (branches.length === 0) return [];
  return tx<{ run: string; id: string }[]>`
    insert into wf.step (run, id, name, data, attempts, duration_ms)
    select run, step, name, result::json, coalesce(attempts, 1), "durationMs"
    from json_to_recordset(${toStepRows(branches)}::text::json)
      as b(run text, step text, name text, result text, attempts int, "durationMs" int)
    on conflict (run, id) do nothing
    returning run, id`;
}

/**
 * Memoises finished branches (sleep over, event arrived, planned step ran) and queues one call of the function body
 * for every run that is unblocked by it. Runs that ended meanwhile are left alone.
 */
export async function completeBranches(tx: Db, branches: Branch[]): Promise<void> {
  if (branches.length === 0) return;
  const active = await lockActiveRuns(
    tx,
    branches.map((branch) => branch.run),
  );
  // The run row is locked while `seq` is drawn, so completion order is commit order and never changes for a run.
  const added = await insertSteps(
    tx,
    branches.filter((branch) => active.has(branch.run)),
  );
  const ready = [...active.values()].filter((run) => closeBranches(run, added));
  const changed = [...active.values()].map(({ id, pending, racing }) => ({ id, pending, racing }));
  await tx`
    update wf.run r set pending = v.pending, racing = v.racing
    from json_to_recordset(${toJson(changed)}::text::json) as v(id text, pending text[], racing text[]) where r.id = v.id`;
  await queueMain(
    tx,
    ready.map((run) => run.id),
  );
}

/** Takes the finished steps off the run's open branches; answers whether its body may be called again. */
function closeBranches(run: ActiveRun, added: { run: string; id: string }[]): boolean {
  const done = new Set(added.filter((step) => step.run === run.id).map((step) => step.id));
  if (done.size === 0) return false;
  const wonRace = run.racing.some((id) => done.has(id));
  run.pending = run.pending.filter((id) => !done.has(id));
  run.racing = run.racing.filter((id) => !done.has(id));
  return run.pending.length === 0 || wonRace;
}

/**
 * Queues a call of the function body. There is at most one such job per run, so calls of one run never overlap;
 * while one is queued or executing, `again` makes it repeat with fresh state.
 */
export async function queueMain(tx: Db, runs: string[]): Promise<void> {
  if (runs.length === 0) return;
  await tx`
    insert into wf.job (key, kind, lane, run, fn, ckeys, climits)
    select r.id || ':main', 'main', coalesce(r.ckeys[1], ''), r.id, r.fn, r.ckeys, r.climits
    from wf.run r where r.id = any(${runs}) and r.status = 'running'
    on conflict (key) do update set again = true`;
}

/** Removes what an ended run leaves behind: jobs, waits and cancellation rules. Its steps stay for the record. */
export async function clearRuns(tx: Db, runs: string[]): Promise<void> {
  if (runs.length === 0) return;
  await tx`delete from wf.job where run = any(${runs})`;
  await tx`delete from wf.pause where run = any(${runs})`;
}
