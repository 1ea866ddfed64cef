import type { EngineContext } from "./context";
import { type Job, type RunState, TIMER_LANE } from "./types";

/** A claimed call: its job, and the run as it was at the claim. */
export interface Claim {
  job: Job;
  run: RunState | null;
}

/** Claims under concurrency limits one process at a time, so that limits are exact across all workers. */
const LIMITED_LOCK = 0x0e61_0002;

/**
 * Claims up to `limit` due calls of functions without concurrency limits (index job_due). Claiming pushes `due` to the
 * end of the lease: a worker that dies needs no cleaning up after, its jobs are simply due again. An expired lease
 * counts as a crash.
 */
export async function claimFree(engine: EngineContext, limit: number): Promise<Claim[]> {
  const { sql, leaseMs } = engine;
  const rows = await sql<ClaimRow[]>`
    with c as (
      select id from wf.job where lane = '' and due <= now() order by due limit ${limit} for update skip locked),
    u as (
      update wf.job j set running = true, gen = gen + 1, crashes = crashes + running::int,
        due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      from c where j.id = c.id returning j.*)
    select ${columns(engine)} from u left join wf.run r on r.id = u.run`;
  return rows.map(toClaim);
}

/**
 * Claims due calls of functions with concurrency limits. Per lane (first key) the oldest few are candidates, so one
 * workspace with a long queue never hides another; then each key is filled up to its limit. Limits count calls in
 * flight on all workers: leases that have not expired.
 */
export async function claimLimited(engine: EngineContext, limit: number): Promise<Claim[]> {
  const { sql, leaseMs } = engine;
  const [peek] = await sql<{ found: boolean }[]>`
    select exists (select 1 from wf.job where lane > ${TIMER_LANE} and due <= now()) as found`;
  if (!peek?.found) return [];
  let claimed: ClaimRow[] = [];
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LIMITED_LOCK})`;
    const used = await tx<{ key: string; count: number }[]>`
      select ckey as key, count(*)::int as count from wf.job, unnest(ckeys) as ckey
      where running and due > now() and lane > ${TIMER_LANE} group by ckey`;
    const candidates = await tx<Candidate[]>`
      with recursive lanes as (
        (select lane from wf.job where lane > ${TIMER_LANE} and due <= now() order by lane limit 1)
        union all
        select (select j.lane from wf.job j where j.lane > lanes.lane and j.due <= now() order by j.lane limit 1)
        from lanes where lanes.lane is not null)
      select c.id, c.ckeys, c.climits from lanes cross join lateral (
        select id, ckeys, climits, due from wf.job j where j.lane = lanes.lane and j.due <= now()
        order by due limit ${limit}) c
      order by c.due`;
    const admitted = admit(candidates, new Map(used.map((row) => [row.key, row.count])), limit);
    if (admitted.length === 0) return;
    claimed = await tx<ClaimRow[]>`
      with u as (
        update wf.job j set running = true, gen = gen + 1, crashes = crashes + running::int,
          due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
        where id = any(${admitted}::bigint[]) and due <= now() returning j.*)
      select ${columns(engine)} from u left join wf.run r on r.id = u.run`;
  });
  return claimed.map(toClaim);
}

interface Candidate {
  id: string;
  ckeys: string[];
  climits: number[];
}

/** Fills every key up to its limit, oldest first. Pure. */
export function admit(candidates: Candidate[], used: Map<string, number>, limit: number): string[] {
  const admitted: string[] = [];
  for (const { id, ckeys, climits } of candidates) {
    if (admitted.length >= limit) break;
    if (ckeys.some((key, index) => (used.get(key) ?? 0) >= (climits[index] ?? 0))) continue;
    for (const key of ckeys) used.set(key, (used.get(key) ?? 0) + 1);
    admitted.push(id);
  }
  return admitted;
}

/** Claims due timers; they are settled together, so a thousand sleeps that end at once cost a few statements. */
export async function claimTimers({ sql, leaseMs }: EngineContext, limit: number): Promise<Job[]> {
  return sql<Job[]>`
    with c as (
      select id from wf.job where lane = ${TIMER_LANE} and due <= now() order by due limit ${limit} for update skip locked)
    update wf.job j set running = true, gen = gen + 1, due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    from c where j.id = c.id
    returning j.id, j.key, j.kind, j.run, j.fn, j.step, j.attempt, j.gen, j.crashes, j.payload`;
}

/**
 * Whether any job is due, and the milliseconds until the next one is. One statement, so that a worker without work
 * asks little (index job_due). Of functions with concurrency limits only what is due now is seen.
 */
export async function readAgenda({ sql }: EngineContext): Promise<{ isDue: boolean; nextMs: number | null }> {
  const [row] = await sql<{ isDue: boolean; nextMs: number | null }[]>`
    select
      exists (select 1 from wf.job where lane = '' and due <= now())
        or exists (select 1 from wf.job where lane = ${TIMER_LANE} and due <= now())
        or exists (select 1 from wf.job where lane > ${TIMER_LANE} and due <= now()) as "isDue",
      (extract(epoch from least(
        (select due from wf.job where lane = '' and due > now() order by due limit 1),
        (select due from wf.job where lane = ${TIMER_LANE} and due > now() order by due limit 1)
      ) - clock_timestamp()) * 1000)::float8 as "nextMs"`;
  return row ?? { isDue: true, nextMs: null };
}

/** The run as the SDK needs it, for another call within the same claim. */
export async function loadRun({ sql }: Pick<EngineContext, "sql">, run: string): Promise<RunState | null> {
  const [row] = await sql<Omit<ClaimRow, keyof Job>[]>`select ${runColumns(sql)} from wf.run r where r.id = ${run}`;
  return row ? toRunState(row) : null;
}

interface ClaimRow extends Job {
  run_id: string | null;
  status: string;
  events: RunState["events"];
  pending: string[];
  racing: string[];
  started: Date | null;
  steps: RunState["steps"] | null;
}

const columns = ({ sql }: EngineContext) => sql`
  u.id, u.key, u.kind, u.run, u.fn, u.step, u.attempt, u.gen, u.crashes, u.payload, ${runColumns(sql)}`;

const runColumns = (sql: EngineContext["sql"]) => sql`
  r.id as run_id, r.status, r.events, r.pending, r.racing, r.started,
  (select json_agg(json_build_array(s.id, s.data) order by s.seq) from wf.step s where s.run = r.id) as steps`;

function toClaim(row: ClaimRow): Claim {
  const { id, key, kind, run, fn, step, attempt, gen, crashes, payload } = row;
  return { job: { id, key, kind, run, fn, step, attempt, gen, crashes, payload }, run: toRunState(row) };
}

function toRunState({ run_id: id, status, events, pending, racing, started, steps }: Omit<ClaimRow, keyof Job>) {
  return id === null ? null : { id, status, events, pending, racing, started, steps: steps ?? [] };
}
