import { describe, expect, it } from "vitest";
import { classifyHit, findScannerClicks, HIT_RULE_VERSION, HIT_RULES, type HitTraits } from "./classify-hit";

const SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15";
const GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
const hit = (change: Partial<HitTraits>): HitTraits => ({
  kind: "open",
  userAgent: SAFARI,
  isPrefetch: false,
  secondsSinceAccepted: 600,
  ...change,
});

describe("telling people from machines", () => {
  it.each([
    ["a browser opens", hit({}), "human"],
    ["Gmail's proxy opens, which it does when the person does", hit({ userAgent: GMAIL }), "human"],
    ["Apple's privacy proxy opens", hit({ userAgent: "Mozilla/5.0" }), "machine"],
    ["nobody says who", hit({ userAgent: null }), "machine"],
    ["a bot opens", hit({ userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1)" }), "machine"],
    ["a library clicks", hit({ kind: "click", userAgent: "python-requests/2.31" }), "machine"],
    ["the browser fetches ahead of time", hit({ isPrefetch: true }), "machine"],
    ["a click one second after the hand-over", hit({ kind: "click", secondsSinceAccepted: 1.9 }), "machine"],
    ["a click two seconds after the hand-over", hit({ kind: "click", secondsSinceAccepted: 2 }), "human"],
    ["an open at once", hit({ secondsSinceAccepted: 0.5 }), "machine"],
    ["an open one second after the hand-over", hit({ secondsSinceAccepted: 1 }), "human"],
    ["a gateway opens", hit({ userAgent: "Mozilla/5.0 Zscaler-Fetch/1.0" }), "machine"],
    ["a one-click unsubscribe by a mail server", hit({ kind: "unsubscribe", userAgent: null }), "human"],
  ] as const)("%s: %s", (_, traits, verdict) => {
    expect(classifyHit(traits)).toBe(verdict);
  });

  it("judges by an older version as that version did", () => {
    expect(classifyHit(hit({ secondsSinceAccepted: 0.5 }), 1)).toBe("human");
    expect(classifyHit(hit({ userAgent: "Mozilla/5.0 Zscaler-Fetch/1.0" }), 1)).toBe("human");
    expect(HIT_RULES.map((rule) => rule.version)).toEqual(HIT_RULES.map((_, i) => i + 1));
    expect(HIT_RULES.at(-1)?.version).toBe(HIT_RULE_VERSION);
  });

  it("calls it a scanner when every link is followed within a second, and nothing else", () => {
    const click = (linkNo: number, atMs: number, linkCount = 3) => ({
      hitId: `${linkNo}@${atMs}`,
      linkNo,
      linkCount,
      atMs,
    });
    expect(findScannerClicks([click(1, 0), click(2, 400), click(3, 1000)])).toEqual(["1@0", "2@400", "3@1000"]);
    expect(findScannerClicks([click(1, 0), click(2, 400), click(3, 1001)])).toEqual([]);
    expect(findScannerClicks([click(1, 0), click(1, 10), click(1, 20)])).toEqual([]);
    expect(findScannerClicks([click(1, 0, 1)])).toEqual([]);
  });
});
