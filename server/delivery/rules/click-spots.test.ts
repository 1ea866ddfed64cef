import { describe, expect, it } from "vitest";
import type { LinkAnswer } from "@/contracts/reports";
import { placeClicks, withBadges } from "./click-spots";

const link = (linkNo: number, address: string, people: number): LinkAnswer => ({
  linkNo,
  address,
  people,
  clicks: people,
  machineClicks: 0,
});

describe("where clicks stand in the e-mail", () => {
  it("tells two links to one address apart by their place", () => {
    const spots = placeClicks(
      ["https://a.example/", "https://b.example/", "https://a.example/"],
      [link(1, "https://a.example/", 5), link(3, "https://a.example/", 2)],
    );
    expect(spots.map((spot) => spot.people)).toEqual([5, 0, 2]);
  });

  it("finds a link by its address when others got it at another place, whatever its query", () => {
    const spots = placeClicks(
      ["https://b.example/x?utm=1"],
      [link(2, "https://b.example/x", 4), link(9, "https://c.example/", 3)],
    );
    expect(spots.map((spot) => spot.people)).toEqual([4]);
  });

  it("counts nobody twice: what stands on the picture is never more than what was counted", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const pick = (n: number, salt: number) => Math.floor(Math.abs(Math.sin(seed * 131 + salt) * 10_000)) % n;
      const urls = Array.from({ length: 1 + pick(6, 1) }, (_, i) => `https://${pick(3, i + 2)}.example/?q=${i}`);
      const links = Array.from({ length: pick(8, 20) }, (_, i) =>
        link(1 + pick(6, i + 30), `https://${pick(4, i + 50)}.example/`, pick(9, i + 70)),
      );
      const counted = links.reduce((sum, one) => sum + one.people, 0);
      const shown = placeClicks(urls, links).reduce((sum, spot) => sum + spot.people, 0);
      const findable = links.filter((one) => urls.some((url) => url.startsWith(one.address)));
      expect(shown).toBe(findable.reduce((sum, one) => sum + one.people, 0));
      expect(shown).toBeLessThanOrEqual(counted);
    }
  });

  it("writes the counts into the head and no script", () => {
    const html = withBadges("<html><head></head><body></body></html>", placeClicks(["https://a.example/"], []));
    expect(html).toContain('a[href="#link-1"]::after{content:"0"');
    expect(html.indexOf("<style>")).toBeLessThan(html.indexOf("</head>"));
    expect(html).not.toContain("<script");
  });
});
