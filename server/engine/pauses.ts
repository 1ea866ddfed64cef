import { completeBranches } from "./branches";
import { lockActiveRuns, toJson } from "./database";
import { extractEquality, matches, scalarAt } from "./expressions";
import { cancelRuns } from "./finish-runs";
import type { Db, EventBody } from "./types";

/**
 * An event counts for a wait if it was written at most this long before it. Events already routed are never looked at
 * again, so this only forgives a transaction that wrote its event early and committed late.
 */
const EARLY_EVENT_GRACE = "5 seconds";

export interface NewPause {
  run: string;
  kind: "wait" | "cancel" | "invoke";
  step?: string;
  event?: string;
  expression?: string | undefined;
  trigger: EventBody;
  correlation?: string;
  afterSeq?: number;
  expiresInMs?: number;
}

/** Stores waits and cancellation rules, each with the equality its expression depends on. */
export async function insertPauses(tx: Db, pauses: NewPause[]): Promise<void> {
  if (pauses.length === 0) return;
  const rows = pauses.map(({ trigger, expression, ...pause }) => {
    const equality = pause.kind === "invoke" ? undefined : extractEquality(expression, trigger);
    return {
      event: "",
      afterSeq: 0,
      ...pause,
      expr: expression,
      eqpath: equality?.path ?? "",
      eqval: equality?.value ?? "",
    };
  });
  const text = toJson(rows);
  await tx`
    insert into wf.pause_path (event, eqpath)
    select distinct event, eqpath from json_to_recordset(${text}::text::json) as p(event text, eqpath text, kind text)
    where kind <> 'invoke'
    on conflict do nothing`;
  await tx`
    insert into wf.pause (run, step, kind, event, eqpath, eqval, expr, correlation, after_seq, expires)
    select run, step, kind, event, eqpath, eqval, expr, correlation, "afterSeq",
      clock_timestamp() + "expiresInMs" * interval '1 millisecond'
    from json_to_recordset(${text}::text::json) as p(run text, step text, kind text, event text, eqpath text,
      eqval text, expr text, correlation text, "afterSeq" bigint, "expiresInMs" float8)`;
}

export interface ArrivedEvent {
  seq: number;
  created: Date;
  event: EventBody;
}

interface Match {
  id: string;
  run: string;
  step: string | null;
  kind: "wait" | "cancel";
  expr: string | null;
  index: number;
  trigger: EventBody;
}

/** Wakes the runs that wait for these events and cancels those whose rules match. Earlier events win. */
export async function matchPauses(tx: Db, arrived: ArrivedEvent[]): Promise<void> {
  const found = await findMatches(tx, arrived);
  const confirmed = found.filter((match) =>
    matches(match.expr, { event: match.trigger, async: arrived[match.index]?.event }),
  );
  const cancelled = [...new Set(confirmed.filter((match) => match.kind === "cancel").map((match) => match.run))];
  if (cancelled.length > 0) await cancelRuns(tx, cancelled, "An event cancelled this run.");
  await wake(
    tx,
    arrived,
    confirmed.filter((match) => match.kind === "wait" && !cancelled.includes(match.run)),
  );
}

/** One probe of pause_match per (event, path): waits without an equality have the path ''. */
async function findMatches(tx: Db, arrived: ArrivedEvent[]): Promise<Match[]> {
  const names = [...new Set(arrived.map(({ event }) => event.name))];
  const paths = await tx<{ event: string; eqpath: string }[]>`
    select event, eqpath from wf.pause_path where event = any(${names})`;
  if (paths.length === 0) return [];
  const probes = arrived.flatMap(({ event, seq, created }, index) =>
    paths.flatMap(({ event: name, eqpath }) => {
      const eqval = eqpath === "" ? "" : scalarAt(event, eqpath);
      return name === event.name && eqval !== undefined ? [{ index, seq, created, name, eqpath, eqval }] : [];
    }),
  );
  return tx<Match[]>`
    select p.id, p.run, p.step, p.kind, p.expr, i.index, r.events -> 0 as trigger
    from json_to_recordset(${toJson(probes)}::text::json)
      as i(index int, seq bigint, created timestamptz, name text, eqpath text, eqval text)
    join wf.pause p on p.event = i.name and p.eqpath = i.eqpath and p.eqval = i.eqval
    join wf.run r on r.id = p.run and r.status = 'running'
    where p.kind in ('wait', 'cancel') and i.seq > p.after_seq
      and (p.kind = 'cancel' or i.created > p.created - ${EARLY_EVENT_GRACE}::interval)
      and (p.expires is null or p.expires > clock_timestamp())
    order by i.index`;
}

async function wake(tx: Db, arrived: ArrivedEvent[], found: Match[]): Promise<void> {
  if (found.length === 0) return;
  const first = new Map<string, Match>();
  for (const match of found) if (!first.has(match.id)) first.set(match.id, match);
  await lockActiveRuns(
    tx,
    found.map((match) => match.run),
  );
  // The timeout of the same wait deletes the same row: exactly one of the two gets it.
  const taken = await tx<{ id: string; run: string; step: string }[]>`
    delete from wf.pause where id = any(${[...first.keys()]}::bigint[]) returning id, run, step`;
  await tx`delete from wf.job where key = any(${taken.map(({ run, step }) => `${run}:${step}`)})`;
  await completeBranches(
    tx,
    taken.map(({ id, run, step }) => ({
      run,
      step,
      name: "waitForEvent",
      result: { data: arrived[first.get(id)?.index ?? -1]?.event ?? null },
    })),
  );
}
