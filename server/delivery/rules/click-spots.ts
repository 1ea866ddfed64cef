import type { ClickSpot, LinkAnswer } from "@/contracts/reports";

const placeOf = (url: string): string => url.split("#")[0]?.split("?")[0] ?? "";

/**
 * Where each counted link stands in one rendered e-mail. A link is found by its place in the order and its address
 * without the query; one that stands elsewhere in this rendering (a block others got as well) by its address alone.
 */
export function placeClicks(urls: readonly string[], links: readonly LinkAnswer[]): ClickSpot[] {
  const left = new Set(links);
  const take = (fits: (link: LinkAnswer) => boolean): number => {
    let people = 0;
    for (const link of left)
      if (fits(link)) {
        people += link.people;
        left.delete(link);
      }
    return people;
  };
  const spots = urls.map((url, i) => ({
    address: url,
    linkNo: i + 1,
    people: take((link) => link.linkNo === i + 1 && placeOf(link.address) === placeOf(url)),
  }));
  for (const spot of spots) spot.people += take((link) => placeOf(link.address) === placeOf(spot.address));
  return spots;
}

/** Counts drawn by style alone, beside links that `#link-n` names: the frame they are shown in runs no script. */
export function withBadges(html: string, spots: readonly ClickSpot[]): string {
  const most = Math.max(1, ...spots.map((spot) => spot.people));
  const rules = spots.map(({ linkNo, people }) => {
    const strength = people === 0 ? 0 : 0.35 + 0.65 * (people / most);
    const look = people === 0 ? "background:#5e6e71" : `background:rgba(15,99,113,${strength.toFixed(2)})`;
    const ink = strength > 0.6 || people === 0 ? "#fff" : "#132226";
    return `a[href="#link-${linkNo}"]{outline:1px dashed #0f6371;outline-offset:1px}a[href="#link-${linkNo}"]::after{content:"${people}";${look};color:${ink}}`;
  });
  const style = `<style>a[href^="#link-"]::after{display:inline-block;margin-left:4px;padding:0 5px;border-radius:4px;font:600 11px/16px system-ui,sans-serif;text-decoration:none;vertical-align:middle;box-shadow:0 0 0 1px #fff}${rules.join("")}</style>`;
  const end = html.lastIndexOf("</head>");
  return end < 0 ? style + html : html.slice(0, end) + style + html.slice(end);
}
