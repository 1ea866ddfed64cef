import { z } from "zod";
import type { Branch, StepFailure } from "./types";

/** The parts of an SDK op the engine reads; checkpoints carry much more, including step inputs, which is ignored. */
const Op = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  timing: z.object({ a: z.number(), b: z.number() }).partial().nullish().catch(null),
  opts: z
    .object({
      parallelMode: z.string().nullish(),
      timeout: z.string().nullish(),
      if: z.string().nullish(),
      function_id: z.string().nullish(),
      payload: z.object({ data: z.record(z.string(), z.unknown()).nullish(), v: z.string().nullish() }).nullish(),
    })
    .nullish()
    .catch(null),
});
export type Op = z.infer<typeof Op>;

const Ops = z.union([z.array(Op), Op.transform((op) => [op])]);

export function parseOps(body: unknown): Op[] {
  return Ops.parse(body).filter((op) => op.op !== "None");
}

/** Ops that start something the run must wait for. */
export const OPENING = new Set(["StepPlanned", "Sleep", "WaitForEvent", "InvokeFunction"]);
/** Ops that carry a final step result. */
export const CLOSING = new Set(["StepRun", "Step", "StepFailed"]);
const SILENT = new Set(["RunComplete", "DiscoveryRequest", "StepError"]);

/** First op that only the Inngest server can carry out. */
export function findUnsupported(ops: Op[]): Op | undefined {
  return ops.find(({ op }) => !OPENING.has(op) && !CLOSING.has(op) && !SILENT.has(op));
}

/** The memo of a closing op. `attempt` is zero-based. */
export function toBranch(run: string, op: Op, attempt: number): Branch {
  const { a, b } = op.timing ?? {};
  return {
    run,
    step: op.id,
    name: op.displayName ?? op.name ?? op.id,
    result:
      op.op === "StepFailed" || op.op === "StepError" ? { error: toFailure(op.error) } : { data: op.data ?? null },
    attempts: attempt + 1,
    // `a` is the start and `b` the length, in nanoseconds.
    ...(a !== undefined && b !== undefined ? { durationMs: Math.round(b / 1e6) } : {}),
  };
}

const Failure = z.object({ name: z.string(), message: z.string(), stack: z.string().optional() }).partial();

/** Name, message and stack of whatever the SDK reported as an error. */
export function toFailure(value: unknown): StepFailure {
  const { name, message, stack } = Failure.catch({}).parse(value);
  const error: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "error") : undefined;
  const text = message ?? (typeof error === "string" ? error : undefined);
  return { name: name ?? "Error", message: text ?? "Unknown error", ...(stack ? { stack } : {}) };
}
