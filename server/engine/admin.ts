import type postgres from "postgres";
import { inTransaction } from "./database";
import { cancelRuns } from "./finish-runs";
import { createUlid } from "./ids";
import type { StepFailure } from "./types";

export const RUN_STATUSES = ["running", "completed", "failed", "cancelled"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export interface RunSummary {
  id: string;
  fn: string;
  status: RunStatus;
  /** Event that started it, "inngest/scheduled.timer" for cron. */
  trigger: string | null;
  /** What an active run is doing; null once it ended. */
  phase: "queued" | "executing" | "waiting" | "retrying" | null;
  error: StepFailure | null;
  created: Date;
  started: Date | null;
  ended: Date | null;
}

const phase = (sql: postgres.Sql) => sql`
  case when r.status <> 'running' then null
    when exists (select 1 from wf.job j where j.run = r.id and j.running and j.due > now()) then 'executing'
    when exists (select 1 from wf.job j where j.run = r.id and j.attempt > 0) then 'retrying'
    when exists (select 1 from wf.job j where j.run = r.id and j.kind in ('main', 'step') and j.gen = 0)
      and not exists (select 1 from wf.step s where s.run = r.id) then 'queued'
    else 'waiting' end as phase`;

const summary = (sql: postgres.Sql) => sql`
  r.id, r.fn, r.status, r.events -> 0 ->> 'name' as trigger, ${phase(sql)}, r.error, r.created, r.started, r.ended`;

/**
 * Holds for runs of one workspace: each event that started them names it, on its own or (after a failure) inside the
 * event it reports. Runs of the whole installation, such as cron, belong to nobody.
 */
const ownedBy = (sql: postgres.Sql, workspaceNo: number | undefined) =>
  workspaceNo === undefined
    ? sql`true`
    : sql`json_array_length(r.events) > 0 and not exists (
        select from json_array_elements(r.events) e
        where coalesce(e.value #>> '{data,workspaceNo}', e.value #>> '{data,event,data,workspaceNo}')
          is distinct from ${String(workspaceNo)})`;

/**
 * Runs, newest first; with `workspaceNo` only those of that workspace. `cursor` is the last id of the page before.
 * Index run_status or the primary key; the workspace is read from each row passed.
 */
export async function listRuns(
  sql: postgres.Sql,
  {
    status,
    limit = 50,
    cursor,
    workspaceNo,
  }: {
    status?: RunStatus | undefined;
    limit?: number;
    cursor?: string | undefined;
    workspaceNo?: number | undefined;
  } = {},
): Promise<{ runs: RunSummary[]; nextCursor: string | null }> {
  const runs = await sql<RunSummary[]>`
    select ${summary(sql)} from wf.run r
    where ${status ? sql`r.status = ${status}` : sql`true`} and ${cursor ? sql`r.id < ${cursor}` : sql`true`}
      and ${ownedBy(sql, workspaceNo)}
    order by r.id desc limit ${limit}`;
  return { runs: [...runs], nextCursor: runs.length === limit ? (runs.at(-1)?.id ?? null) : null };
}

export interface RunDetail extends RunSummary {
  events: unknown[];
  output: unknown;
  appVersion: string | null;
  /** The run this one repeats. */
  parent: string | null;
  steps: { id: string; name: string | null; result: unknown; attempts: number; durationMs: number | null; at: Date }[];
  /** What the run is waiting for: retries, sleeps, timeouts, planned steps. */
  jobs: { kind: string; step: string | null; due: Date; attempt: number; error: string | null; crashes: number }[];
}

/**
 * One run with its steps in completion order and what is still planned; undefined when it is unknown, or with
 * `workspaceNo` not that workspace's.
 */
export async function getRun(sql: postgres.Sql, id: string, workspaceNo?: number): Promise<RunDetail | undefined> {
  const [run] = await sql<Omit<RunDetail, "steps" | "jobs">[]>`
    select ${summary(sql)}, r.events, r.output, r.app_version as "appVersion", r.parent from wf.run r
    where r.id = ${id} and ${ownedBy(sql, workspaceNo)}`;
  if (!run) return undefined;
  const steps = await sql<RunDetail["steps"]>`
    select id, name, data as result, attempts, duration_ms as "durationMs", created as at
    from wf.step where run = ${id} order by seq`;
  const jobs = await sql<RunDetail["jobs"]>`
    select kind, step, due, attempt, error, crashes from wf.job where run = ${id} order by due`;
  return { ...run, steps: [...steps], jobs: [...jobs] };
}

/**
 * Starts an ended run again from the beginning, as a new run with the same events; limits of the trigger do not apply,
 * a singleton still does. Answers the new id, or why not.
 */
export async function retryRun(
  sql: postgres.Sql,
  id: string,
): Promise<{ ok: true; id: string } | { ok: false; reason: "unknown" | "active" | "superseded" }> {
  return inTransaction(sql, async (tx) => {
    const [run] = await tx<{ status: RunStatus }[]>`select status from wf.run where id = ${id} for update`;
    if (!run) return { ok: false, reason: "unknown" };
    if (run.status === "running") return { ok: false, reason: "active" };
    const fresh = createUlid();
    const made = await tx`
      insert into wf.run (id, fn, events, parent, single, ckeys, climits, app_version)
      select ${fresh}, fn, events, id, single, ckeys, climits, app_version from wf.run where id = ${id}
      on conflict (single) where status = 'running' do nothing returning 1`;
    if (made.length === 0) return { ok: false, reason: "superseded" };
    await tx`
      insert into wf.job (key, kind, lane, run, fn, ckeys, climits)
      select id || ':main', 'main', coalesce(ckeys[1], ''), id, fn, ckeys, climits from wf.run where id = ${fresh}`;
    return { ok: true, id: fresh };
  });
}

/** Cancels an active run; answers false when it has ended or is unknown. A call in flight is ignored afterwards. */
export async function cancelRun(sql: postgres.Sql, id: string): Promise<boolean> {
  const cancelled = await inTransaction(sql, (tx) => cancelRuns(tx, [id], "Cancelled by an operator."));
  return cancelled.length > 0;
}

export interface EngineStats {
  /** Calls due now that nobody executes. */
  queued: number;
  /** Age of the oldest of them; 0 when the queue is empty. */
  oldestDueSeconds: number;
  /** Calls in flight. */
  executing: number;
  /** Runs not ended: queued, executing or waiting. */
  activeRuns: number;
  inboxBacklog: number;
  oldestInboxSeconds: number;
  /** Events that could not be routed and were set aside. */
  eventsSetAside: number;
  failedLastDay: number;
}

/** How many runs of one workspace failed in the last 24 hours. Index run_status. */
export async function countFailedRuns(sql: postgres.Sql, workspaceNo: number): Promise<number> {
  const [row] = await sql<{ runs: number }[]>`
    select count(*)::int as runs from wf.run r
    where r.status = 'failed' and r.ended > now() - interval '24 hours' and ${ownedBy(sql, workspaceNo)}`;
  return row?.runs ?? 0;
}

/** Figures for Settings > System and the metrics endpoint; each is a count of rows at one instant. */
export async function engineStats(sql: postgres.Sql): Promise<EngineStats> {
  const [row] = await sql<EngineStats[]>`
    with due as (select count(*)::int as n, min(greatest(due, created)) as oldest from wf.job where due <= now()),
      inbox as (select count(*)::int as n, min(created) as oldest from wf.inbox where routed is null)
    select due.n as queued, coalesce(extract(epoch from now() - due.oldest), 0)::float8 as "oldestDueSeconds",
      (select count(*)::int from wf.job where running and due > now()) as executing,
      (select count(*)::int from wf.run where status = 'running') as "activeRuns",
      inbox.n as "inboxBacklog", coalesce(extract(epoch from now() - inbox.oldest), 0)::float8 as "oldestInboxSeconds",
      (select count(*)::int from wf.inbox where error is not null) as "eventsSetAside",
      (select count(*)::int from wf.run where status = 'failed' and ended > now() - interval '24 hours') as "failedLastDay"
    from due, inbox`;
  if (!row) throw new Error("The engine's figures could not be read.");
  return row;
}

/** Events waiting per workspace: who is behind, and by how much. */
export async function inboxByWorkspace(
  sql: postgres.Sql,
): Promise<{ workspaceNo: number | null; waiting: number; oldestSeconds: number }[]> {
  const rows = await sql<{ workspaceNo: number | null; waiting: number; oldestSeconds: number }[]>`
    select workspace_no as "workspaceNo", count(*)::int as waiting,
      extract(epoch from now() - min(created))::float8 as "oldestSeconds"
    from wf.inbox where routed is null group by workspace_no order by 2 desc limit 100`;
  return [...rows];
}

/** Puts the events that were set aside back in line, for after the fault was repaired. Answers how many. */
export async function rerouteEvents(sql: postgres.Sql): Promise<number> {
  const { count } = await sql`update wf.inbox set routed = null, error = null where error is not null`;
  return count;
}
