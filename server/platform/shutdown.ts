import "server-only";

const shared = globalThis as typeof globalThis & { __carillonStopping?: AbortController };

function controller(): AbortController {
  shared.__carillonStopping ??= new AbortController();
  return shared.__carillonStopping;
}

/**
 * Aborts when this process begins to stop. Every long answer (SSE, long poll) joins it with its request's signal;
 * without it an open stream keeps the process alive until it is killed.
 */
export const stoppingSignal = (): AbortSignal => controller().signal;

/** Tells everything that listens to `stoppingSignal` to end. Called once, by the entry of the process. */
export const beginStopping = (): void => controller().abort();
