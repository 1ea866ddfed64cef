/** What a text is: MJML by its root, else HTML. In one pass: a tenant's text must not hold up everybody else. */
export function isMjml(source: string): boolean {
  let at = 0;
  for (;;) {
    while (/\s/.test(source.charAt(at))) at += 1;
    const start = source.slice(at, at + 9).toLowerCase();
    if (/^<mjml[\s>]/.test(start)) return true;
    const end = start.startsWith("<!--") ? "-->" : /^<(?:\?xml|!doctype)/.test(start) ? ">" : null;
    const close = end === null ? -1 : source.indexOf(end, at);
    if (end === null || close < 0) return false;
    at = close + end.length;
  }
}

/** A tag ends at its `>` or, unclosed, before the next one begins, so that many unclosed ones are read once each. */
const INCLUDE = /<mj-include\b[^<>]*>(?:\s*<\/mj-include>)?/gi;

/** MJML without its includes: they name files of the machine that reads them. */
export function dropIncludes(source: string): { source: string; dropped: number } {
  let dropped = 0;
  const left = source.replace(INCLUDE, () => {
    dropped += 1;
    return "";
  });
  return { source: left, dropped };
}

/** The title of a page and the words mail programs show behind the subject, as far as the text says them. */
export function envelopeOf(source: string): { title: string; preheader: string } {
  const inside = (tag: string) =>
    textOf(new RegExp(`<${tag}\\b[^<>]*>([\\s\\S]{0,2000}?)</${tag}>`, "i").exec(source)?.[1]);
  return { title: inside("mj-title") || inside("title"), preheader: inside("mj-preview") };
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

const textOf = (html = ""): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);

const GROUPS: readonly { is: RegExp; words: string }[] = [
  { is: /^(?:script|noscript)$/, words: "scripts" },
  { is: /^on/, words: "event handlers" },
  { is: /^(?:form|input|button|option|select|textarea|formaction|action)$/, words: "forms and their fields" },
  {
    is: /^(?:iframe|frame|frameset|object|embed|applet|portal|noembed|noframes|srcdoc)$/,
    words: "frames and embedded objects",
  },
  { is: /^(?:svg|math)$/, words: "SVG and formulas, which most mail programs do not show" },
  { is: /^css @import/, words: "imported style sheets and fonts" },
  { is: /^css /, words: "styles that can run code" },
  { is: /: link$/, words: "links that are no web, mail or telephone address" },
  { is: /^(?:link|base|meta)$/, words: "links to style sheets and other entries of the head" },
];

/** What sanitising took out, as words for people; what has no words stands by its name. */
export function wordsForRemoved(removed: readonly string[]): string[] {
  const words = removed.map((name) => GROUPS.find(({ is }) => is.test(name))?.words ?? `“${name}”`);
  return [...new Set(words)];
}

/** Pictures of the page that stay where they are. */
export const countImages = (html: string): number => html.match(/<img\b[^>]*\bsrc="https?:/gi)?.length ?? 0;
