const NEEDLE = ' href="http';
const NEEDLE_PREFIX = ' href="'.length;

/** The decoded target of a link and where it stands in the HTML. */
type Link = { from: number; to: number; url: string };

/**
 * Replaces the http(s) targets of the links in HTML made by compileEmail. `replace` gets all decoded URLs in order, once,
 * and answers as many new ones, or null to leave a link. Links to our own pages (unsubscribe, view), marked
 * `data-no-track`, anchors, mailto and tel are never offered.
 * Leans on prepareHtml: targets are in double quotes, untouchable ones in single quotes, text never contains the needle.
 */
export function rewriteLinks(html: string, replace: (urls: string[]) => (string | null)[]): string {
  const links = locateLinks(html);
  if (links.length === 0) return html;
  const targets = replace(links.map((link) => link.url));
  let out = "";
  let copied = 0;
  for (const [index, { from, to }] of links.entries()) {
    const target = targets[index];
    if (target === null || target === undefined) continue;
    out += html.slice(copied, from) + encodeUrl(target);
    copied = to;
  }
  return copied === 0 ? html : out + html.slice(copied);
}

function locateLinks(html: string): Link[] {
  const links: Link[] = [];
  for (let at = html.indexOf(NEEDLE); at !== -1; at = html.indexOf(NEEDLE, at)) {
    const from = at + NEEDLE_PREFIX;
    const to = html.indexOf('"', from);
    if (to === -1) break;
    at = to;
    const raw = html.slice(from, to);
    if (/^https?:\/\//.test(raw)) links.push({ from, to, url: decodeUrl(raw) });
  }
  return links;
}

/** The distinct tracked targets of a finished message, in order. */
export const findLinks = (html: string): string[] => [...new Set(locateLinks(html).map((link) => link.url))];

const ENTITIES: Record<string, string> = {
  amp: "&",
  "#38": "&",
  "#x26": "&",
  quot: '"',
  "#34": '"',
  "#39": "'",
  "#x27": "'",
  lt: "<",
  gt: ">",
};
const decodeUrl = (raw: string): string =>
  raw.includes("&")
    ? raw.replace(
        /&(amp|#38|#x26|quot|#34|#39|#x27|lt|gt);/gi,
        (all, name: string) => ENTITIES[name.toLowerCase()] ?? all,
      )
    : raw;
const encodeUrl = (url: string): string => (/[&"<>]/.test(url) ? url.replace(/[&"<>]/g, (c) => ESCAPES[c] ?? c) : url);
const ESCAPES: Record<string, string> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };
