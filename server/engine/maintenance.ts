import type { EngineContext } from "./context";
import { firstUlidAt } from "./ids";

const DAY_MS = 86_400_000;
/** Inbox rows are the memory of the 24 h event-id dedupe, so they outlive it by a little. */
const KEEP_EVENTS_HOURS = 25;
const KEEP_COMPLETED_DAYS = 3;
const KEEP_FAILED_DAYS = 30;
const BATCH = 2000;

/**
 * Deletes what is past its time, in batches of 2000: routed events after 25 h (never those set aside), completed runs after 3 days, failed and
 * cancelled ones after 30, flow-control state a day after it stopped mattering. Safe on several workers at once.
 */
export async function removeExpired({ sql }: Pick<EngineContext, "sql">, now = Date.now()): Promise<void> {
  await repeatWhileFull(
    () => sql`
    delete from wf.inbox where seq in (
      select seq from wf.inbox
      where created < ${new Date(now - KEEP_EVENTS_HOURS * 3_600_000)} and routed is not null and error is null
      order by created limit ${BATCH} for update skip locked)`,
  );
  await removeRuns(sql, ["completed"], now - KEEP_COMPLETED_DAYS * DAY_MS);
  await removeRuns(sql, ["failed", "cancelled"], now - KEEP_FAILED_DAYS * DAY_MS);
  await sql`delete from wf.bucket where tat < ${new Date(now - DAY_MS)}`;
}

/** Run ids sort by creation, so index run_status finds the old ones without a scan. */
async function removeRuns(sql: EngineContext["sql"], statuses: string[], before: number): Promise<void> {
  for (const status of statuses)
    await repeatWhileFull(
      () => sql`
        with gone as (
          delete from wf.run where id in (
            select id from wf.run
            where status = ${status} and id < ${firstUlidAt(before)} and ended < ${new Date(before)}
            order by id limit ${BATCH} for update skip locked)
          returning id),
        steps as (delete from wf.step using gone where step.run = gone.id)
        select id from gone`,
    );
}

async function repeatWhileFull(remove: () => PromiseLike<{ count: number }>): Promise<void> {
  for (let round = 0; round < 100; round++) if ((await remove()).count < BATCH) return;
}
