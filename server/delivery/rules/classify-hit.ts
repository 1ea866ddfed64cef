/** Bump when a rule below changes: every stored verdict names the version that gave it. */
export const HIT_RULE_VERSION = 1;

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

/**
 * A person or a machine? Gmail's image proxy fetches when the person opens, so it counts as human; Apple's Mail Privacy
 * Protection fetches everything ahead of time with the bare agent `Mozilla/5.0`, so it does not. A click two seconds
 * after the hand-over is a security scanner.
 */
export function classifyHit(hit: HitTraits): "human" | "machine" {
  if (hit.kind === "unsubscribe") return "human";
  if (hit.isPrefetch) return "machine";
  const agent = hit.userAgent?.trim() ?? "";
  if (agent === "" || agent === "Mozilla/5.0") return "machine";
  if (MACHINES.test(agent)) return "machine";
  if (hit.kind === "click" && hit.secondsSinceAccepted !== null && hit.secondsSinceAccepted < 2) return "machine";
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
