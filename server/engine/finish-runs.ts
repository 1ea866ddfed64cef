import { clearRuns, completeBranches } from "./branches";
import { type ActiveRun, lockActiveRuns, toJson } from "./database";
import { emitSql } from "./emit";
import type { Db, StepFailure, StepResult } from "./types";

export type Ending =
  | { status: "completed"; output: unknown }
  | { status: "failed"; error: StepFailure }
  | { status: "cancelled"; reason: string };

/**
 * Ends active runs, once each: whoever updates the row from `running` wins. Removes their jobs and waits, announces
 * the end (except for runs started by such an announcement: no recursion) and answers the parents that invoked them.
 * `announcesFinish` says whether anybody listens to inngest/function.finished. Answers the ids that were ended here.
 */
export async function finishRuns(
  tx: Db,
  endings: ReadonlyMap<string, Ending>,
  announcesFinish: boolean,
): Promise<string[]> {
  const active = await lockActiveRuns(tx, [...endings.keys()]);
  const rows = [...active.values()].flatMap((run) => {
    const ending = endings.get(run.id);
    return ending ? [{ run, ending }] : [];
  });
  if (rows.length === 0) return [];
  await recordEndings(tx, rows);
  await clearRuns(tx, [...active.keys()]);
  await emitSql(
    tx,
    rows.flatMap(({ run, ending }) => announcements(run, ending, announcesFinish)),
  );
  await answerParents(tx, rows);
  return [...active.keys()];
}

/** Cancels active runs; a call in flight may finish, its answer is then ignored. */
export function cancelRuns(tx: Db, runs: string[], reason: string): Promise<string[]> {
  return finishRuns(tx, new Map(runs.map((id) => [id, { status: "cancelled", reason }])), false);
}

type Ended = { run: ActiveRun; ending: Ending };

async function recordEndings(tx: Db, rows: Ended[]): Promise<void> {
  const values = rows.map(({ run, ending }) => ({
    id: run.id,
    status: ending.status,
    output: ending.status === "completed" ? (ending.output ?? null) : null,
    error: failureOf(ending) ?? null,
  }));
  await tx`
    update wf.run r set status = v.status, output = v.output, error = v.error, ended = clock_timestamp(),
      started = coalesce(r.started, r.created), pending = '{}', racing = '{}'
    from json_to_recordset(${toJson(values)}::text::json) as v(id text, status text, output json, error json)
    where r.id = v.id`;
}

function failureOf(ending: Ending): StepFailure | undefined {
  if (ending.status === "failed") return ending.error;
  return ending.status === "cancelled" ? { name: "Cancelled", message: ending.reason } : undefined;
}

function announcements({ id, fn, events }: ActiveRun, ending: Ending, announcesFinish: boolean) {
  if (/^inngest\/function\.(failed|finished|cancelled)$/.test(events[0]?.name ?? "")) return [];
  const base = { function_id: fn, run_id: id, event: events[0], events };
  const error = failureOf(ending);
  const sent = [];
  // The id follows from the run, so an announcement repeated by anyone is dropped by the inbox.
  if (ending.status === "failed") sent.push({ id, name: "inngest/function.failed", data: { ...base, error } });
  if (ending.status === "cancelled")
    sent.push({ id: `${id}-cancelled`, name: "inngest/function.cancelled", data: { ...base, error } });
  else if (announcesFinish)
    sent.push({
      id: `${id}-finished`,
      name: "inngest/function.finished",
      data: { ...base, ...(ending.status === "completed" ? { result: ending.output ?? null } : { error }) },
    });
  return sent;
}

async function answerParents(tx: Db, rows: Ended[]): Promise<void> {
  const results = new Map<string, StepResult>();
  for (const { run, ending } of rows) {
    const error = failureOf(ending);
    if (run.correlation) results.set(run.correlation, error ? { error } : { data: outputOf(ending) });
  }
  if (results.size > 0) await answerInvocations(tx, results);
}

const outputOf = (ending: Ending): unknown => (ending.status === "completed" ? (ending.output ?? null) : null);

/**
 * Gives invoking runs their answer, by correlation id. Deleting the pause decides against its timeout: a late answer
 * finds no row and changes nothing.
 */
export async function answerInvocations(tx: Db, results: ReadonlyMap<string, StepResult>): Promise<void> {
  const waiting = await tx<{ run: string }[]>`
    select run from wf.pause where correlation = any(${[...results.keys()]})`;
  await lockActiveRuns(
    tx,
    waiting.map((row) => row.run),
  );
  const taken = await tx<{ run: string; step: string; correlation: string }[]>`
    delete from wf.pause where correlation = any(${[...results.keys()]}) returning run, step, correlation`;
  await tx`delete from wf.job where key = any(${taken.map(({ run, step }) => `${run}:${step}`)})`;
  await completeBranches(
    tx,
    taken.map(({ run, step, correlation }) => ({
      run,
      step,
      result: results.get(correlation) ?? { data: null },
      name: "invoke",
    })),
  );
}
