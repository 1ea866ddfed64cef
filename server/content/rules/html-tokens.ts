export type HtmlAttribute = { name: string; value: string | null };
export type HtmlToken =
  | { kind: "text"; text: string }
  | { kind: "open"; name: string; attributes: HtmlAttribute[]; selfClosing: boolean }
  | { kind: "close"; name: string }
  | { kind: "raw"; name: string; text: string }
  | { kind: "comment"; text: string }
  | { kind: "doctype"; text: string };

/** Elements whose content is not markup (HTML standard §13.1.2); `raw` tokens carry it. */
const RAW_TEXT = new Set(["style", "script", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"]);

const TAG = /<([a-zA-Z][a-zA-Z0-9:-]*)/y;
const CLOSE = /<\/([a-zA-Z][a-zA-Z0-9:-]*)[^>]*>/y;
const GAP = /[\s/]+/y;
const NAME = /[^\s"'<>/=]+/y;
const VALUE = /\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+))/y;

/**
 * Cuts HTML into tokens in one pass and linear time. It need not agree with browsers on broken markup: the writer
 * (prepare-html.ts) re-spells every token canonically, so what a browser reads is what was recognised here.
 */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  // Behind the last ">" nothing can close any more; looking for it again at each "<" would be quadratic.
  const lastClose = html.lastIndexOf(">");
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open === -1 || open > lastClose) {
      yield { kind: "text", text: html.slice(at) };
      return;
    }
    if (open > at) yield { kind: "text", text: html.slice(at, open) };
    const found = comment(html, open) ?? closeTag(html, open) ?? openTag(html, open);
    if (!found) {
      yield { kind: "text", text: "<" };
      at = open + 1;
      continue;
    }
    yield found.token;
    at = found.end;
    if (found.token.kind === "open" && RAW_TEXT.has(found.token.name)) {
      const end = endOfRaw(html, at, found.token.name);
      yield { kind: "raw", name: found.token.name, text: html.slice(at, end) };
      at = end;
    }
  }
}

type Found = { token: HtmlToken; end: number };

function comment(html: string, open: number): Found | null {
  if (html.startsWith("<!--", open)) {
    const end = html.indexOf("-->", open + 4);
    const text = html.slice(open + 4, end < 0 ? html.length : end);
    return { token: { kind: "comment", text }, end: past(html, end, 3) };
  }
  if (html[open + 1] === "!" || html[open + 1] === "?") {
    const end = html.indexOf(">", open);
    const text = html.slice(open, past(html, end, 1));
    return { token: { kind: /^<!doctype/i.test(text) ? "doctype" : "comment", text }, end: past(html, end, 1) };
  }
  return null;
}

const past = (html: string, end: number, length: number): number => (end < 0 ? html.length : end + length);

function closeTag(html: string, open: number): Found | null {
  CLOSE.lastIndex = open;
  const match = CLOSE.exec(html);
  return match ? { token: { kind: "close", name: (match[1] ?? "").toLowerCase() }, end: CLOSE.lastIndex } : null;
}

function openTag(html: string, open: number): Found | null {
  TAG.lastIndex = open;
  const match = TAG.exec(html);
  if (!match) return null;
  const name = (match[1] ?? "").toLowerCase();
  const attributes: HtmlAttribute[] = [];
  let at = TAG.lastIndex;
  while (at < html.length) {
    if (html[at] === ">")
      return { token: { kind: "open", name, attributes, selfClosing: html[at - 1] === "/" }, end: at + 1 };
    at = skip(GAP, html, at) ?? readAttribute(html, at, attributes) ?? at + 1;
  }
  return null;
}

function skip(pattern: RegExp, html: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(html) ? pattern.lastIndex : null;
}

function readAttribute(html: string, at: number, into: HtmlAttribute[]): number | null {
  NAME.lastIndex = at;
  const name = NAME.exec(html);
  if (!name) return null;
  VALUE.lastIndex = NAME.lastIndex;
  const value = VALUE.exec(html);
  into.push({ name: name[0].toLowerCase(), value: value ? (value[1] ?? value[2] ?? value[3] ?? "") : null });
  return value ? VALUE.lastIndex : NAME.lastIndex;
}

function endOfRaw(html: string, from: number, name: string): number {
  const close = new RegExp(`</${name}[\\s/>]`, "gi");
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}
