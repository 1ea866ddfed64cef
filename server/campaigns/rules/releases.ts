import { isTimeZone, type LocalSchedule } from "@/contracts/campaign-schedule";
import { localToInstant } from "@/contracts/zoned-time";

export type Release = { zone: string; at: Date };

const nextDay = (local: string): string => new Date(Date.parse(`${local}:00Z`) + 86_400_000).toISOString().slice(0, 16);

/**
 * When people of each zone get a campaign sent at local time. A zone whose clock was past the time when the campaign was
 * due gets it at once, or a day later at that time. A zone nobody knows is treated as the workspace's (`home`). Pure.
 */
export function releasesOf(
  schedule: LocalSchedule,
  zones: readonly string[],
  home: string,
  dueAt: Date,
): { releases: Release[]; otherwise: Date } {
  const releaseIn = (zone: string): Date => {
    const instantOf = (local: string) => {
      const at = localToInstant(local, zone);
      if (!at) throw new Error(`${local} is no time in ${zone}.`);
      return new Date(at);
    };
    const at = instantOf(schedule.local);
    if (at >= dueAt) return at;
    return schedule.past === "now" ? dueAt : instantOf(nextDay(schedule.local));
  };
  return {
    releases: zones.filter(isTimeZone).map((zone) => ({ zone, at: releaseIn(zone) })),
    otherwise: releaseIn(home),
  };
}
