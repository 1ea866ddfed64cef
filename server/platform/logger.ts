import "server-only";
import { pino } from "pino";
import { env } from "./env";
import { currentTraceId } from "./trace";

const shared = globalThis as typeof globalThis & { __carillonLogger?: pino.Logger };

/** Structured logs with ids, never with addresses, names or secrets. */
export function logger(): pino.Logger {
  shared.__carillonLogger ??= pino({
    level: env().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ traceId: currentTraceId() }),
    redact: { paths: ["*.password", "*.secret", "*.email", "*.authorization", "*.cookie"], censor: "[redacted]" },
  });
  return shared.__carillonLogger;
}
