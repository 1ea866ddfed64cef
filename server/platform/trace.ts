import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

type Trace = { traceId: string };
const store = new AsyncLocalStorage<Trace>();

export const newTraceId = (): string => randomBytes(16).toString("hex");

/** Takes the trace id of a W3C `traceparent` header, or makes one. */
export function traceIdFrom(traceparent: string | null | undefined): string {
  const found = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent ?? "")?.[1];
  return found && !/^0+$/.test(found) ? found : newTraceId();
}

export const withTrace = <T>(traceId: string, run: () => T): T => store.run({ traceId }, run);

/** The trace id of the work under way; a fresh one outside any request or job. */
export const currentTraceId = (): string => store.getStore()?.traceId ?? newTraceId();
