import "server-only";

/** Moments in a sending at which a crash is most telling; tests stop the process here (tests/support/sender.ts). */
export type FaultPoint = "claimed" | "granted" | "started" | "sent" | "settled" | "finishing";

const shared = globalThis as typeof globalThis & { __carillonFault?: (point: FaultPoint) => void | Promise<void> };

/** Does nothing unless a test has put its hook there. */
export const faultPoint = (point: FaultPoint): void | Promise<void> => shared.__carillonFault?.(point);
