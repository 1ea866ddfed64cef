import { LATE_AFTER_MINUTES, type Occurrence, type RecurringSchedule } from "@/contracts/campaign-schedule";

export type Decided = {
  /** The occurrence to start now, with the moment it was due. */
  start: Occurrence | null;
  missed: Occurrence[];
  next: Occurrence | null;
};

/**
 * What to do when a series wakes: `due` is the occurrence it waited for, `following` those after it in their order, as
 * far as one that lies ahead. What is more than an hour late was missed: of those the latest is sent all the same, or
 * none, as the series says. Pure.
 */
export function decideOccurrences(
  missed: RecurringSchedule["missed"],
  due: Occurrence,
  following: readonly Occurrence[],
  now: Date,
): Decided {
  const isLate = ({ dueAt }: Occurrence) => now.getTime() - dueAt.getTime() > LATE_AFTER_MINUTES * 60_000;
  const reached = [due, ...following.filter(({ dueAt }) => dueAt <= now)];
  const next = following.find(({ dueAt }) => dueAt > now) ?? null;
  const latest = reached.at(-1) ?? due;
  const start = isLate(latest) && missed === "skip" ? null : latest;
  return { start, missed: reached.filter((one) => one !== start), next };
}
