/**
 * Every version that ever judged, with what it says. The newest judges; older ones stay, so that a verdict can be
 * understood by the version it names. A change of the rules below is a new version here.
 */
export const HIT_RULES = [
  {
    version: 1,
    says: "Prefetches, Apple's privacy proxy, known bots and libraries, clicks within two seconds of the hand-over, and whoever follows every link within a second are machines. Gmail's image proxy is the person.",
  },
  {
    version: 2,
    says: "As version 1, and the agents of more mail gateways are machines, and so are opens within a second of the hand-over.",
  },
] as const;
export type HitRuleVersion = (typeof HIT_RULES)[number]["version"];
export const HIT_RULE_VERSION: HitRuleVersion = 2;

export type HitTraits = {
  kind: "open" | "click" | "unsubscribe";
  userAgent: string | null;
  /** The request said it was made ahead of time (Purpose, Sec-Purpose, X-Moz: prefetch). */
  isPrefetch: boolean;
  /** Seconds between the provider taking the message and this hit; null when not known yet. */
  secondsSinceAccepted: number | null;
};

const MACHINES =
  /bot\b|crawl|spider|slurp|scanner|preview|proxypoint|barracuda|mimecast|proofpoint|safelinks|symantec|trendmicro|fireeye|headless|phantomjs|python|curl|wget|httpclient|okhttp|go-http|java\/|libwww|axios|node-fetch|undici|facebookexternalhit|whatsapp|slackbot|discord|telegram/i;

const GATEWAYS =
  /zscaler|cloudmark|trustwave|ironport|bitdefender|sophos|forcepoint|netcraft|fortiguard|cisco-?secure/i;

/**
 * A person or a machine? Gmail's image proxy fetches when the person opens, so it counts as human; Apple's Mail Privacy
 * Protection fetches everything ahead of time with the bare agent `Mozilla/5.0`, so it does not. A click two seconds
 * after the hand-over is a security scanner.
 */
export function classifyHit(hit: HitTraits, version: HitRuleVersion = HIT_RULE_VERSION): "human" | "machine" {
  if (hit.kind === "unsubscribe") return "human";
  if (hit.isPrefetch) return "machine";
  const agent = hit.userAgent?.trim() ?? "";
  if (agent === "" || agent === "Mozilla/5.0") return "machine";
  if (MACHINES.test(agent)) return "machine";
  const isWithin = (seconds: number) => hit.secondsSinceAccepted !== null && hit.secondsSinceAccepted < seconds;
  if (hit.kind === "click" && isWithin(2)) return "machine";
  if (version >= 2 && (GATEWAYS.test(agent) || (hit.kind === "open" && isWithin(1)))) return "machine";
  return "human";
}

export type MessageClick = { hitId: string; linkNo: number; linkCount: number; atMs: number };

/** Clicks of one message that follow every one of its links (two or more) within a second: a scanner, not a reader. */
export function findScannerClicks(clicks: readonly MessageClick[]): string[] {
  const sorted = clicks.toSorted((a, b) => a.atMs - b.atMs);
  const scanned = new Set<string>();
  sorted.forEach((first, index) => {
    const burst = sorted.slice(index).filter((click) => click.atMs - first.atMs <= 1000);
    const links = new Set(burst.map((click) => click.linkNo));
    if (first.linkCount >= 2 && links.size >= first.linkCount) for (const click of burst) scanned.add(click.hitId);
  });
  return [...scanned];
}
