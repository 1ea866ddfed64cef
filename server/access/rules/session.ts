const DAY_MS = 24 * 3600 * 1000;

/** A session ends 30 days after sign-in, and earlier when it has not been used for 7 days. */
export const SESSION_SECONDS = (30 * DAY_MS) / 1000;
export const IDLE_MS = 7 * DAY_MS;
/** `last_seen_at` is written at most this often, so that reading a page is not a write. */
export const TOUCH_EVERY_MS = 5 * 60 * 1000;

export const sessionEnd = (now: Date): Date => new Date(now.getTime() + SESSION_SECONDS * 1000);
export const idleSince = (now: Date): Date => new Date(now.getTime() - IDLE_MS);
export const isTouchDue = (lastSeenAt: Date, now: Date): boolean =>
  now.getTime() - lastSeenAt.getTime() > TOUCH_EVERY_MS;
