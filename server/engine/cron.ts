import type { EngineContext } from "./context";
import { toJson } from "./database";
import { type ScheduleOptions, scheduleRuns } from "./schedule-runs";
import { type Db, type FunctionConfig, type Job, TIMER_LANE } from "./types";
import { nextCronTick } from "./validate";

/**
 * Makes one timer per (function, cron expression) and removes those of this app that no longer exist. Any number of
 * workers may do this at once; a tick that passed while nobody ran stays due and fires once, late.
 */
export async function registerCrons({ sql, registry }: EngineContext, appId: string): Promise<void> {
  const now = new Date();
  const rows = [...registry.functions.values()].flatMap((fn) =>
    fn.triggers.flatMap(({ cron }) => {
      if (cron === undefined) return [];
      const at = nextCronTick(cron, now).toISOString();
      return [{ key: `cron:${fn.id}:${cron}`, fn: fn.id, due: at, payload: { cron, at } }];
    }),
  );
  await sql`
    insert into wf.job (key, kind, lane, fn, due, payload)
    select key, 'cron', ${TIMER_LANE}, fn, due, payload
    from json_to_recordset(${toJson(rows)}::text::json) as c(key text, fn text, due timestamptz, payload json)
    on conflict (key) do nothing`;
  await sql`
    delete from wf.job where kind = 'cron' and starts_with(fn, ${`${appId}-`}) and key <> all (${rows.map((row) => row.key)})`;
}

/** Starts the run of a tick and arms the next one in the same transaction: each tick fires once. Job row is locked. */
export async function fireCron(tx: Db, fn: FunctionConfig, job: Job, options: ScheduleOptions): Promise<void> {
  const { cron, at } = readPayload(job.payload);
  const next = nextCronTick(cron, new Date()).toISOString();
  await tx`
    update wf.job set running = false, due = ${next}, payload = ${toJson({ cron, at: next })}::text::json
    where id = ${job.id}`;
  const event = {
    id: `${job.key}:${at}`,
    name: "inngest/scheduled.timer",
    data: { cron, scheduledAt: at },
    ts: Math.min(Date.parse(at), Date.now()),
  };
  await scheduleRuns(tx, [{ fn, events: [event] }], options);
}

function readPayload(payload: unknown): { cron: string; at: string } {
  const cron: unknown = typeof payload === "object" && payload !== null ? Reflect.get(payload, "cron") : undefined;
  const at: unknown = typeof payload === "object" && payload !== null ? Reflect.get(payload, "at") : undefined;
  if (typeof cron !== "string" || typeof at !== "string") throw new Error("A cron timer carries no expression.");
  return { cron, at };
}
