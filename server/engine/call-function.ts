import type { EngineContext } from "./context";
import { parseRetryAfterMs } from "./durations";
import { type Op, parseOps, toFailure } from "./ops";
import type { FunctionConfig, Job, RunState, StepFailure } from "./types";

export type SdkHandler = (request: Request) => Promise<Response>;

/** What the SDK said, in the engine's words. */
export type Answer =
  | { kind: "completed"; output: unknown }
  | { kind: "ops"; ops: Op[]; isEveryOpRacing: boolean; retryAfterMs: number | undefined }
  | { kind: "failed"; error: StepFailure }
  | { kind: "retry"; error: StepFailure; retryAfterMs: number | undefined }
  | { kind: "refused"; error: StepFailure };

export const SERVE_URL = "http://engine.invalid/api/inngest";

/**
 * Calls the function through the SDK's own request handler, in this process. Never throws for what user code does;
 * that comes back as an answer.
 */
export async function callFunction(
  engine: EngineContext,
  handler: SdkHandler,
  call: { fn: FunctionConfig; job: Job; run: RunState; attempt: number },
): Promise<Answer> {
  const { fn, job } = call;
  const url = `${SERVE_URL}?fnId=${encodeURIComponent(fn.id)}&stepId=${job.step ?? "step"}`;
  const response = await handler(
    new Request(url, {
      method: "POST",
      headers: {
        // The SDK's web adapter builds its URL from this header and throws without it.
        host: "engine.invalid",
        "content-type": "application/json",
        "x-inngest-req-version": "2",
        "x-run-id": call.run.id,
        "x-request-id": `${job.id}.${job.gen}`,
        "x-inngest-generation-id": String(job.gen),
        "x-inngest-job-id": job.id,
      },
      body: JSON.stringify(toRequestBody(engine, call)),
    }),
  );
  return readAnswer(response);
}

function toRequestBody(
  engine: EngineContext,
  { fn, job, run, attempt }: { fn: FunctionConfig; job: Job; run: RunState; attempt: number },
) {
  const stack = run.steps.map(([id]) => id);
  return {
    event: run.events[0],
    events: run.events,
    steps: Object.fromEntries(run.steps),
    version: 2,
    use_api: false,
    ctx: {
      run_id: run.id,
      fn_id: fn.id,
      qi_id: `${engine.workerId}.${job.id}.${job.gen}`,
      attempt,
      max_attempts: fn.maxAttempts,
      // While branches are open, steps must be planned one by one: two calls could otherwise run the same step.
      disable_immediate_execution: run.pending.length > 0 || run.racing.length > 0,
      use_api: false,
      stack: { stack, current: stack.length },
    },
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const body = parseBody(await response.text());
  const retryAfterMs = parseRetryAfterMs(headers.get("retry-after"), Date.now());
  if (!headers.has("x-inngest-sdk") && status < 300)
    return { kind: "retry", error: { name: "Error", message: "The answer did not come from the SDK." }, retryAfterMs };
  switch (status) {
    case 200:
      return { kind: "completed", output: body };
    case 206:
      return {
        kind: "ops",
        ops: parseOps(body),
        isEveryOpRacing: headers.get("x-inngest-req-version") === "1",
        retryAfterMs,
      };
    case 401:
    case 403:
      return { kind: "refused", error: { name: "Unauthorized", message: "The SDK refused the engine's request." } };
    default:
      return headers.get("x-inngest-no-retry") === "true"
        ? { kind: "failed", error: toFailure(body) }
        : { kind: "retry", error: toFailure(body), retryAfterMs };
  }
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
