/** Codes of a connection that broke or cannot be made, and of a server that starts or stops (SQLSTATE class 57P, 08). */
const AWAY = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
]);
const TRY_EVERY_MS = 250;

/** Whether an error says that the database is away for a moment, not that a statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return AWAY.has(code) || code.startsWith("08") || isDatabaseAway(error.cause);
}

/**
 * Repeats `work` while the database is away, for `withinMs` at most and not once `isOver`. Only for work that may run
 * twice: when a connection breaks, nobody knows whether its last statement was committed.
 */
export async function outlastOutage<T>(
  work: () => Promise<T>,
  { withinMs, isOver = () => false }: { withinMs: number; isOver?: () => boolean },
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || isOver() || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
    }
  }
}
