import { QUIET_MAX_HOURS, type QuietHours } from "@/contracts/sending-policy";
import { localToInstant, toLocal } from "@/contracts/zoned-time";

const DAY_MS = 86_400_000;
const SPREAD_SECONDS = 600;

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/**
 * When the quiet hours somebody is in end, on the clock of their zone; null while they may be written to. `from` is
 * quiet, `to` no longer is. An end that a clock change skips is the next minute there is.
 */
export function quietUntil(now: Date, timeZone: string, { from, to }: QuietHours): Date | null {
  const [day = "", clock = ""] = toLocal(now.toISOString(), timeZone).split("T");
  const isQuiet = from < to ? clock >= from && clock < to : clock >= from || clock < to;
  if (!isQuiet) return null;
  const end = localToInstant(`${clock < to ? day : nextDay(day)}T${to}`, timeZone);
  // Where the clock comes back over `to`, its first time has passed and the minute shows as quiet once more.
  return end && Date.parse(end) > now.getTime() ? new Date(end) : new Date(now.getTime() + 60_000);
}

/** A zone this runtime knows; else the workspace's. */
export function zoneOr(timeZone: string | null, fallback: string): string {
  if (!timeZone) return fallback;
  try {
    toLocal("2026-01-01T00:00:00Z", timeZone);
    return timeZone;
  } catch {
    return fallback;
  }
}

/** So that not everybody who waited gets it in the same second: batches follow one another over ten minutes. */
export const spreadSeconds = (batchNo: number): number => (batchNo * 37) % SPREAD_SECONDS;

export const isExpired = (now: Date, quietSince: Date): boolean =>
  now.getTime() - quietSince.getTime() > QUIET_MAX_HOURS * 3_600_000;
