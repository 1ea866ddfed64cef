import type postgres from "postgres";

/** Any postgres.js handle: a pool or a transaction. */
export type Db = postgres.Sql | postgres.TransactionSql;

export interface EngineLogger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** An event as functions see it; `ts` in milliseconds. */
export interface EventBody {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  v?: string;
}

export interface ConcurrencyLimit {
  limit: number;
  key?: string;
  scope?: "fn" | "env" | "account";
}

/** One function as the SDK describes it in its registration document (engine.md 1.1). */
export interface FunctionConfig {
  id: string;
  name: string;
  triggers: { event?: string; expression?: string; cron?: string }[];
  /** Executions allowed per step: retries + 1. */
  maxAttempts: number;
  concurrency: ConcurrencyLimit[];
  idempotency?: string;
  batchEvents?: { maxSize: number; timeout: string; key?: string; if?: string };
  rateLimit?: { key?: string; limit: number; period: string };
  throttle?: { key?: string; limit: number; period: string; burst?: number };
  debounce?: { key?: string; period: string; timeout?: string };
  priority?: { run?: string };
  timeouts?: { start?: string; finish?: string };
  singleton?: { key?: string; mode: "skip" | "cancel" };
  cancel: { event: string; if?: string; timeout?: string }[];
}

export type JobKind = "main" | "step" | "sleep" | "timeout" | "deadline" | "start" | "cron" | "batch" | "debounce";

/** A claimed row of wf.job. `gen` fences every write this claim makes. */
export interface Job {
  /** A bigint as text. */
  id: string;
  key: string | null;
  kind: JobKind;
  run: string | null;
  fn: string;
  step: string | null;
  attempt: number;
  gen: number;
  crashes: number;
  payload: unknown;
}

/** What one call of the SDK needs: the run and its memoised steps in completion order. */
export interface RunState {
  id: string;
  status: string;
  events: EventBody[];
  pending: string[];
  racing: string[];
  started: Date | null;
  steps: [id: string, result: StepResult][];
}

export type StepResult = { data: unknown } | { error: StepFailure };

export interface StepFailure {
  name: string;
  message: string;
  stack?: string;
}

/** One finished branch of a run, to be memoised. */
export interface Branch {
  run: string;
  step: string;
  result: StepResult;
  name?: string;
  attempts?: number;
  durationMs?: number;
}

/** Timers carry this lane and are run by the engine itself; '' is the free lane; the rest are concurrency keys. */
export const TIMER_LANE = "!";

export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}
