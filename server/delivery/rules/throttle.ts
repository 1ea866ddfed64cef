import type { WarmUp } from "@/contracts/throttles";
import { localToInstant, toLocal } from "@/contracts/zoned-time";

export const SLOT_SECONDS = 5;
/** Slots that count towards a minute: one more than a minute has, because a call follows its permit by some seconds. */
export const SLOTS = 13;

/** Messages counted by slot, the last `SLOTS` of them. */
export type Slots = readonly { slot: number; used: number }[];

const usedIn = (slots: Slots, from: number, to: number): number =>
  slots.reduce((sum, one) => (one.slot >= from && one.slot <= to ? sum + one.used : sum), 0);

/**
 * How many more may go in this slot when at most `perMinute` may in any minute: an even share of the minute, so that
 * mailboxes see a stream and no burst, and never more than the last thirteen slots leave.
 */
export function freeNow(perMinute: number, slots: Slots, slot: number): number {
  const share = Math.ceil(perMinute / (SLOTS - 1)) - usedIn(slots, slot, slot);
  return Math.max(0, Math.min(share, perMinute - usedIn(slots, slot - SLOTS + 1, slot)));
}

/** Seconds from `nowMs` until the first slot in which somebody may go again. */
export function secondsToFree(perMinute: number, slots: Slots, nowMs: number): number {
  const current = slotOf(nowMs);
  for (let slot = current + 1; slot <= current + SLOTS; slot += 1)
    if (freeNow(perMinute, slots, slot) > 0) return Math.max(0.1, slot * SLOT_SECONDS - nowMs / 1000);
  return SLOTS * SLOT_SECONDS;
}

export const slotOf = (nowMs: number): number => Math.floor(nowMs / 1000 / SLOT_SECONDS);

/** What one of several runs that want the same may take at once, so that none waits for the end of another. */
export const fairShare = (free: number, runs: number): number => (free <= 0 ? 0 : Math.ceil(free / Math.max(1, runs)));

const DAY_MS = 86_400_000;
const dayNo = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

/** What the plan allows today, counted in whole days of the workspace's calendar; `perDay` null once it is over. */
export function warmUpToday(plan: WarmUp, now: Date, timeZone: string): { day: number; perDay: number | null } {
  const day = dayNo(toLocal(now.toISOString(), timeZone).slice(0, 10));
  const sinceStart = Math.max(0, day - dayNo(plan.startsOn));
  const perDay = Math.floor(plan.firstDay * plan.growth ** sinceStart);
  return { day, perDay: perDay >= plan.target ? null : perDay };
}

/** When the rest of a day that is used up goes on: the next day at the plan's hour, by the workspace's clock. */
export function nextWarmUpDay(plan: WarmUp, now: Date, timeZone: string): Date {
  const tomorrow = (dayNo(toLocal(now.toISOString(), timeZone).slice(0, 10)) + 1) * DAY_MS;
  const day = new Date(tomorrow).toISOString().slice(0, 10);
  const at = localToInstant(`${day}T${String(plan.hour).padStart(2, "0")}:00`, timeZone);
  return at ? new Date(at) : new Date(now.getTime() + DAY_MS);
}
