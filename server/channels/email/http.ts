import "server-only";
import type { Outgoing, Verdict } from "../contract";
import { secondsToWait } from "../rules/provider-answer";
import { createLimiter } from "./limiter";
import type { Answer, Poster } from "./post-json";

export type ApiAnswer = Answer & { isMissing: false; retryAfterSeconds: number | null };
type NoAnswer = { isMissing: true; verdict: Verdict };

/** One call to a provider's API. Never throws: an answer that does not come is a verdict. */
export async function callApi(
  provider: string,
  poster: Poster,
  headers: Record<string, string>,
  body: unknown,
): Promise<ApiAnswer | NoAnswer> {
  try {
    const answer = await poster.post({ "user-agent": "carillon", ...headers }, body);
    const header = (name: string) => String(answer.headers[name] ?? "");
    return { ...answer, isMissing: false, retryAfterSeconds: secondsToWait(header, new Date()) };
  } catch (error) {
    return { isMissing: true, verdict: verdictOfNetwork(provider, error) };
  }
}

/** Refused connections never carried the request; anything later may have. */
export function verdictOfNetwork(provider: string, error: unknown): Verdict {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  const detail = `No answer from ${provider} (${code || (error instanceof Error ? error.name : "network")}).`;
  const hasNotLeft = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(code);
  return hasNotLeft ? { status: "throttled", retryAfterSeconds: null, detail } : { status: "unknown", detail };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Where an API without idempotency keys starts: about a second's worth of messages can be in doubt after a crash. */
export const smallBatch = (messagesPerSecond: number): number =>
  Math.min(20, Math.max(1, Math.floor(messagesPerSecond)));

/**
 * Calls of one provider at its rate. After a 429 no call leaves before the time the provider named, whoever asks; after
 * a refusal of our account the rest of the same batch does not try either.
 */
export function createCaller(callsPerSecond: number) {
  const waitForTurn = createLimiter(callsPerSecond);
  let rest: { until: number; detail: string } | null = null;

  function resting(): Verdict | null {
    const seconds = rest ? Math.ceil((rest.until - performance.now()) / 1000) : 0;
    return rest && seconds > 0 ? { status: "throttled", retryAfterSeconds: seconds, detail: rest.detail } : null;
  }

  async function inTurn<T extends Verdict | Verdict[]>(call: () => Promise<T>): Promise<T | Verdict> {
    await waitForTurn();
    const early = resting();
    if (early) return early;
    const said = await call();
    for (const verdict of [said].flat())
      if (verdict.status === "throttled" && verdict.retryAfterSeconds !== null)
        rest = { until: performance.now() + verdict.retryAfterSeconds * 1000, detail: verdict.detail };
    return said;
  }

  /** For APIs that take one message a call. */
  async function each(batch: readonly Outgoing[], sendOne: (one: Outgoing) => Promise<Verdict>): Promise<Verdict[]> {
    let refused: Verdict | null = null;
    return Promise.all(
      batch.map(async (one) => {
        const verdict = await inTurn(async () => refused ?? sendOne(one));
        if (verdict.status === "failed") refused = verdict;
        return verdict;
      }),
    );
  }

  return { inTurn, each };
}
