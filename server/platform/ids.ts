import "server-only";
import { randomUUID } from "node:crypto";

/** UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then random bits, so keys grow with time. */
export function uuidv7(now: Date = new Date()): string {
  const time = now.getTime().toString(16).padStart(12, "0");
  // Version 4 has its random bits in the same places, and Node makes them from a stock instead of asking each time.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
