import "server-only";
import { Cron } from "croner";
import { EVERY_FIVE_MINUTES, type SegmentSchedule } from "@/contracts/segments";
import { AppError } from "@/server/platform/errors";

const SHORTEST_MS = 5 * 60_000;
const LOOKED_AT = 12;

export const DEFAULT_SCHEDULE: SegmentSchedule = { cron: EVERY_FIVE_MINUTES, timeZone: "UTC" };

/** The runs after `from`, at most `count`; empty for a segment refreshed on demand. */
export function nextRuns({ cron, timeZone }: SegmentSchedule, from: Date, count: number): Date[] {
  if (cron === null) return [];
  return new Cron(cron, { timezone: timeZone, mode: "5-part", paused: true }).nextRuns(count, from);
}

export const nextRun = (schedule: SegmentSchedule, from: Date): Date | null => nextRuns(schedule, from, 1)[0] ?? null;

/** Refuses what is no cron, no time zone, never comes or comes more often than every five minutes. */
export function checkSchedule(schedule: SegmentSchedule, from: Date): SegmentSchedule {
  if (schedule.cron === null) return schedule;
  const runs = readable(() => nextRuns(schedule, from, LOOKED_AT));
  if (!runs) throw fault("Write five fields such as “0 6 * * 1”, and a time zone such as Europe/Berlin.");
  if (runs.length === 0) throw fault("This schedule never comes.");
  const isTooOften = runs.some((run, at) => run.getTime() - (runs[at - 1]?.getTime() ?? -Infinity) < SHORTEST_MS);
  if (isTooOften) throw fault("A segment is refreshed at most every five minutes.");
  return schedule;
}

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

const fault = (reason: string): AppError =>
  new AppError("VALIDATION_ERROR", `schedule.cron: ${reason}`, { field: "schedule.cron", reason }, [
    { pointer: "#/schedule/cron", code: "invalid", detail: reason },
  ]);
