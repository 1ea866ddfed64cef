import type postgres from "postgres";
import type { Registry } from "./registry";
import type { EngineLogger } from "./types";

/** What every part of a running engine shares. */
export interface EngineContext {
  sql: postgres.Sql;
  registry: Registry;
  /** Tells the engines of one process apart in the SDK's checkpoint calls. */
  workerId: string;
  appVersion: string | undefined;
  leaseMs: number;
  logger: EngineLogger;
  /** Random number in 0..1 for retry jitter. */
  jitter(): number;
  /** Looks for work at once instead of at the next poll. */
  wake(): void;
}
