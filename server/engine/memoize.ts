import { isDeepStrictEqual } from "node:util";
import type { EngineContext } from "./context";
import { toJson, toStepRows } from "./database";
import type { Branch, Job } from "./types";

/**
 * Stores step results for a claim, all or nothing, in one statement: fence by (job, generation), then insert.
 * `lost` = the claim is no longer ours. `differs` = another worker memoised another value first; the caller must stop
 * using its own. Progress resets attempts and crashes.
 */
export async function memoizeSteps(
  { sql }: Pick<EngineContext, "sql">,
  job: Job,
  branches: Branch[],
): Promise<"stored" | "lost" | "differs"> {
  const text = toStepRows(branches);
  const [row] = await sql<{ fenced: number; added: number }[]>`
    with j as (
      select id, attempt, crashes from wf.job where id = ${job.id} and gen = ${job.gen} and running for update),
    s as (
      insert into wf.step (run, id, name, data, attempts, duration_ms)
      select b.run, b.step, b.name, b.result::json, coalesce(b.attempts, 1), b."durationMs"
      from j, json_to_recordset(${text}::text::json)
        as b(run text, step text, name text, result text, attempts int, "durationMs" int)
      on conflict (run, id) do nothing returning 1),
    z as (
      update wf.job set attempt = 0, crashes = 0 from j where job.id = j.id and (j.attempt > 0 or j.crashes > 0))
    select (select count(*) from j)::int as fenced, (select count(*) from s)::int as added`;
  if (!row?.fenced) return "lost";
  if (row.added === branches.length) return "stored";
  return (await areSame(sql, branches)) ? "stored" : "differs";
}

async function areSame(sql: EngineContext["sql"], branches: Branch[]): Promise<boolean> {
  const stored = await sql<{ run: string; id: string; data: unknown }[]>`
    select run, id, data from wf.step
    where (run, id) in (select run, step from json_to_recordset(${toJson(branches)}::text::json) as b(run text, step text))`;
  return branches.every(({ run, step, result }) => {
    const known = stored.find((row) => row.run === run && row.id === step);
    return known !== undefined && isDeepStrictEqual(known.data, JSON.parse(toJson(result)));
  });
}
