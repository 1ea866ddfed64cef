import type { GateFact, GateId } from "@/contracts/explain";
import type { ConsentFacts } from "@/server/consent";
import type { RunTrace } from "@/server/delivery";

export type Seen = {
  isForecast: boolean;
  isMeant: boolean;
  isExcluded: boolean;
  email: string | null;
  isDemo: boolean;
  /** Null for callers who may not see consent. */
  consent: ConsentFacts | null;
  run: Pick<RunTrace, "problem" | "audienceAt" | "provider" | "recipient"> | null;
  /** A provider's words often quote the address. */
  mayQuote: boolean;
};

const then = (text: string, at: string | null = null): GateFact => ({ text, at, seen: "then" });
const now = (text: string, at: string | null = null): GateFact => ({ text, at, seen: "now" });
const STATES = { granted: "Agreed", denied: "Said no", pending: "Asked, not confirmed" } as const;

const CONSENT: Partial<Record<GateId, (facts: ConsentFacts) => GateFact[]>> = {
  opt_out: (facts) => (facts.marketing?.state === "denied" ? wordOf(facts.marketing) : []),
  consent: (facts) =>
    facts.marketing ? wordOf(facts.marketing) : [then("Nothing was said about marketing e-mail by then")],
  topic: ({ topic }) =>
    topic === null
      ? []
      : topic.state === null
        ? [then(`Nothing was said about “${topic.name}” by then`)]
        : [then(`${STATES[topic.state]}: ${topic.name} (${spoken(topic.source)})`, topic.at)],
  suppression: ({ suppression }) =>
    suppression ? [now(`Suppressed: ${spoken(suppression.reason)}`, suppression.at)] : [],
  pause: ({ pausedUntil }) => (pausedUntil ? [now("Paused e-mail until", pausedUntil)] : []),
  limit: ({ limit }) => (limit ? [now(`At most ${limit.count} marketing e-mails per ${limit.period}`)] : []),
};

const spoken = (code: string): string => code.replaceAll("_", " ");
const wordOf = (word: NonNullable<ConsentFacts["marketing"]>): GateFact[] => [
  then(`${STATES[word.state]} (${spoken(word.source)})`, word.at),
];

/** The data a gate saw, in words. What is not kept over time is marked as seen now. */
export function factsOf(id: GateId, seen: Seen): GateFact[] {
  const fromConsent = seen.consent ? (CONSENT[id]?.(seen.consent) ?? []) : [];
  if (fromConsent.length > 0)
    return seen.isForecast ? fromConsent.map((fact) => ({ ...fact, seen: "now" })) : fromConsent;
  const { run } = seen;
  switch (id) {
    case "audience":
      return audienceFacts(seen);
    case "exclusion":
      return seen.isExcluded ? [now("Matches what is excluded")] : [];
    case "address":
      return [now(seen.email ?? "No e-mail address")];
    case "demo":
      return seen.isDemo ? [now("A person of the demo company")] : [];
    case "turn":
      return turnFacts(seen);
    case "content":
      return quoted(seen, run?.recipient?.fate.state === "skipped");
    case "provider":
      return providerFacts(seen);
    case "news":
      return run?.recipient?.fate.news.map((news) => then(spoken(news.kind), new Date(news.at).toISOString())) ?? [];
    default:
      return [];
  }
}

function audienceFacts({ run, isMeant, isExcluded }: Seen): GateFact[] {
  if (!run?.audienceAt) return isMeant || isExcluded ? [] : [now("Matches nothing that is included")];
  const words = isMeant ? "Written down with the audience" : "Not among the people written down with the audience";
  return [then(words, run.audienceAt)];
}

function turnFacts({ run }: Seen): GateFact[] {
  const batch = run?.recipient?.batch;
  if (!batch) return run?.problem ? [now(run.problem)] : [];
  const waits = batch.state === 2 ? [] : [now(batch.state === 1 ? "Being sent" : "Waiting", batch.notBefore)];
  const problems = batch.state === 2 ? [] : [run?.problem, batch.problem].flatMap((text) => (text ? [now(text)] : []));
  return [then(`Batch ${batch.no}${batch.attempts > 1 ? `, attempt ${batch.attempts}` : ""}`), ...waits, ...problems];
}

function providerFacts(seen: Seen): GateFact[] {
  const { provider, recipient } = seen.run ?? {};
  const fate = recipient?.fate;
  if (!provider || !fate?.sentAt) return [];
  const words = { unknown: "never said whether it took it", failed: "refused it" } as const;
  const verb = fate.state === "unknown" || fate.state === "failed" ? words[fate.state] : "took it";
  return [then(`${provider.name} ${verb}`, fate.sentAt), ...quoted(seen, true)];
}

function quoted({ run, mayQuote }: Seen, isWanted: boolean): GateFact[] {
  const detail = run?.recipient?.fate.detail;
  return isWanted && mayQuote && detail ? [then(detail)] : [];
}
