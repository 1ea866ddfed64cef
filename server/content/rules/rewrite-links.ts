const NEEDLE = ' href="http';
const NEEDLE_PREFIX = ' href="'.length;

/**
 * Replaces the http(s) targets of the links in HTML made by compileEmail, in one pass over the finished message.
 * `replace` gets the decoded URL and its index and answers a new URL, or null to leave it. Links to our own pages
 * (unsubscribe, view), marked `data-no-track`, anchors, mailto and tel are never offered.
 * Leans on prepareHtml: targets are in double quotes, untouchable ones in single quotes, text never contains the needle.
 */
export function rewriteLinks(html: string, replace: (url: string, index: number) => string | null): string {
  let out = "";
  let copied = 0;
  let index = 0;
  for (let at = html.indexOf(NEEDLE); at !== -1; at = html.indexOf(NEEDLE, at)) {
    const start = at + NEEDLE_PREFIX;
    const end = html.indexOf('"', start);
    if (end === -1) break;
    at = end;
    const raw = html.slice(start, end);
    if (!/^https?:\/\//.test(raw)) continue;
    const target = replace(decodeUrl(raw), index);
    index += 1;
    if (target === null) continue;
    out += html.slice(copied, start) + encodeUrl(target);
    copied = end;
  }
  return copied === 0 ? html : out + html.slice(copied);
}

/** The distinct tracked targets of a finished message, in order. */
export function findLinks(html: string): string[] {
  const links = new Set<string>();
  rewriteLinks(html, (url) => {
    links.add(url);
    return null;
  });
  return [...links];
}

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
