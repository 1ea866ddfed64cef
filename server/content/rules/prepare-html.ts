import { type HtmlAttribute, htmlTokens } from "./html-tokens";
import { type LiquidVault, MARKER, MARKER_SOURCE } from "./liquid-vault";

/** Dropped with everything inside them. */
const DROPPED_WITH_CONTENT = new Set(
  "script iframe object embed applet noscript noembed noframes template svg math textarea select xmp frameset".split(
    " ",
  ),
);
/** Dropped, their content stays. */
const DROPPED_TAG = new Set("form input button option base link frame portal".split(" "));
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const URL_ATTRIBUTES = new Set("href src background action poster cite longdesc xlink:href".split(" "));
const DROPPED_ATTRIBUTE = /^(?:on.*|srcdoc|formaction|ping|autofocus|contenteditable|srcset|nonce|is)$/;
const META =
  /^(?:viewport|color-scheme|supported-color-schemes|format-detection|x-apple-disable-message-reformatting)$/i;
/** The two forms of Outlook's conditional comments; all other comments go. */
const OUTLOOK_COMMENT = /^\[if [^\]>]*\]>(?:<!)?[\s\S]*$|^<!\[endif\]$/;
const DANGEROUS_CSS = /expression\s*\(|javascript\s*:|vbscript\s*:|behavior\s*:|-moz-binding|@import|<\/?/gi;
const SAFE_SCHEME = /^(?:https?|mailto|tel|sms|cid):/i;
const OWN_LINK = /^\{\{-?\s*(?:unsubscribe_url|preferences_url|view_url)\s*-?\}\}$/;

export type PreparedHtml = {
  /** Liquid and HTML, every output knowing the place it prints into. */
  html: string;
  /** The same markup with the Liquid still in the vault, for making the text part. */
  hidden: string;
  /** What was taken out, e.g. "script" or "onclick". */
  removed: string[];
};

/**
 * Re-spells HTML whose Liquid is in the vault: no scripts, frames, forms, event handlers or foreign URL schemes; every
 * attribute in double quotes. An output at the start of a URL gets the filter `__url`, one inside CSS `__css`, one in
 * place of an attribute name goes. Links to our own pages keep single quotes: rewriteLinks does not see those.
 */
export function prepareHtml(source: string, vault: LiquidVault): PreparedHtml {
  const removed = new Set<string>();
  let hidden = "";
  let html = "";
  const put = (text: string, write?: (token: string) => string) => {
    hidden += text;
    html += vault.restore(text, write);
  };
  const spell = spelling(source);
  const putText = (text: string) => {
    hidden += text;
    html += vault.restore(spell(text));
  };
  let skipping: { name: string; depth: number } | null = null;
  for (const token of htmlTokens(source)) {
    if (skipping) {
      if (token.kind === "open" && token.name === skipping.name && !token.selfClosing) skipping.depth += 1;
      if (token.kind === "close" && token.name === skipping.name) skipping.depth -= 1;
      if (skipping.depth === 0) skipping = null;
      continue;
    }
    switch (token.kind) {
      case "text":
        putText(escapeText(token.text));
        break;
      case "raw":
        put(
          token.name === "style" ? cleanCss(token.text, removed) : escapeText(token.text),
          asCss(token.name === "style"),
        );
        break;
      case "doctype":
        put(/^<!doctype[\w\s"'./:+-]*>$/i.test(token.text) ? token.text : "<!DOCTYPE html>");
        break;
      case "comment":
        if (OUTLOOK_COMMENT.test(token.text) && !/--!?>|<!--/.test(token.text)) put(`<!--${token.text}-->`);
        break;
      case "close":
        if (!DROPPED_WITH_CONTENT.has(token.name) && !DROPPED_TAG.has(token.name)) put(`</${token.name}>`);
        break;
      case "open":
        if (DROPPED_WITH_CONTENT.has(token.name)) {
          removed.add(token.name);
          if (!token.selfClosing && !VOID.has(token.name)) skipping = { name: token.name, depth: 1 };
        } else if (DROPPED_TAG.has(token.name) || isForeignMeta(token.name, token.attributes)) removed.add(token.name);
        else {
          put(`<${token.name}`);
          for (const attribute of token.attributes) writeAttribute(attribute, token.attributes, vault, removed, put);
          put(VOID.has(token.name) || token.selfClosing ? "/>" : ">");
        }
    }
  }
  return { html, hidden, removed: [...removed] };
}

const FEW = 500;
/** Without the two characters a hidden Liquid tag stands between (liquid-vault.ts). */
const BEYOND_LATIN_1 = /[\u{100}-\u{dfff}\u{e002}-\u{10ffff}]/gu;

/**
 * One character beyond Latin-1 (the filler behind every preheader is one) doubles the memory of the whole message and
 * makes each later step two to three times as dear. Where there are only a few, they are written as references.
 */
function spelling(source: string): (text: string) => string {
  const found = source.match(BEYOND_LATIN_1)?.length ?? 0;
  if (found === 0 || found > FEW) return (text) => text;
  return (text) => text.replace(BEYOND_LATIN_1, (character) => `&#${character.codePointAt(0)};`);
}

type Put = (text: string, write?: (token: string) => string) => void;

function writeAttribute(
  { name, value }: HtmlAttribute,
  all: HtmlAttribute[],
  vault: LiquidVault,
  removed: Set<string>,
  put: Put,
): void {
  if (MARKER_ONLY.test(name) && value === null) {
    // `{% if x %}` around an attribute stays; an output there could print an event handler.
    put(` ${name}`, (token) => (token.startsWith("{%") ? token : ""));
    return;
  }
  if (DROPPED_ATTRIBUTE.test(name) || !ATTRIBUTE_NAME.test(name)) {
    removed.add(name.replace(MARKER, "…"));
    return;
  }
  if (value === null) put(` ${name}`);
  else if (name === "style") put(` style="${quote(cleanCss(value, removed))}"`, asCss(true));
  else if (URL_ATTRIBUTES.has(name)) writeUrl(name, value.trim(), all, vault, removed, put);
  else put(` ${name}="${quote(value)}"`);
}

const MARKER_ONLY = new RegExp(`^(?:${MARKER_SOURCE})+$`);
const ATTRIBUTE_NAME = /^[a-z_:][a-z0-9_:.-]*$/;
const LEADING_LIQUID = new RegExp(`^(?:${MARKER_SOURCE}|\\s)+`);

function writeUrl(name: string, url: string, all: HtmlAttribute[], vault: LiquidVault, removed: Set<string>, put: Put) {
  const leading = LEADING_LIQUID.exec(url)?.[0] ?? "";
  const rest = url.slice(leading.length);
  if (!isSafeUrl(url.replace(MARKER, "")) || !keepsScheme(url, leading, rest, vault)) {
    removed.add(`${schemeOf(url.replace(MARKER, ""))}: link`);
    put(` ${name}="#"`);
    return;
  }
  const untracked = OWN_LINK.test(vault.restore(url)) || all.some((a) => a.name === "data-no-track");
  const mark = name === "href" && untracked ? "'" : '"';
  put(` ${name}=${mark}`);
  put(leading, (token) => (token.startsWith("{{") ? withFilter(token, "__url") : token));
  put(`${quote(rest).replaceAll("'", "&#39;")}${mark}`);
}

/** False when what Liquid prints (or leaves out) could turn the URL into one of another scheme. */
function keepsScheme(url: string, leading: string, rest: string, vault: LiquidVault): boolean {
  const markers = url.match(MARKER) ?? [];
  if (markers.length === 0) return true;
  const hasTags = markers.some((marker) => vault.restore(marker).startsWith("{%"));
  if (hasTags && /(?:javascript|vbscript|data):/i.test(decodeForScheme(url.replace(MARKER, "")))) return false;
  if (/^(?:https?:|mailto:|tel:|sms:|cid:|[/?#]|$)/i.test(rest)) return true;
  const head = decodeForScheme(rest.split(/[/?#]/, 1)[0] ?? "");
  return leading === "" ? !/\uE000/.test(head) : !/[:\uE000]/.test(head);
}

const withFilter = (token: string, filter: string): string => token.replace(/\s*(-?\}\})$/, ` | ${filter} $1`);
const asCss = (isCss: boolean) =>
  isCss ? (t: string) => (t.startsWith("{{") ? withFilter(t, "__css") : t) : undefined;

/** A text node may not look like markup, nor like an attribute rewriteLinks would touch. */
const escapeText = (text: string): string => text.replaceAll("<", "&lt;").replace(/(href\s*=\s*)"/gi, "$1&quot;");
const quote = (value: string): string => value.replaceAll('"', "&quot;").replaceAll("<", "&lt;");

function cleanCss(css: string, removed: Set<string>): string {
  return css.replace(DANGEROUS_CSS, (found) => {
    removed.add(`css ${found.trim()}`);
    return "";
  });
}

const isForeignMeta = (name: string, attributes: HtmlAttribute[]): boolean => {
  if (name !== "meta") return false;
  const value = (key: string) => attributes.find((a) => a.name === key)?.value ?? null;
  const equiv = value("http-equiv");
  if (equiv !== null) return !/^(?:content-type|x-ua-compatible)$/i.test(equiv.trim());
  return value("charset") === null && !META.test(value("name") ?? "");
};

const schemeOf = (url: string): string =>
  /^([a-z][a-z0-9+.-]*):/i.exec(decodeForScheme(url))?.[1]?.toLowerCase() ?? "?";

/** Relative, an anchor, or one of the schemes a mail may use; looks through entities and the white space browsers skip. */
export function isSafeUrl(url: string): boolean {
  const plain = decodeForScheme(url);
  return !/^[a-z][a-z0-9+.-]*:/i.test(plain) || SAFE_SCHEME.test(plain);
}

const NAMED: Record<string, string> = { colon: ":", tab: "", newline: "", amp: "&", sol: "/", lpar: "(", excl: "!" };

function decodeForScheme(url: string): string {
  return url
    .slice(0, 400)
    .replace(/&#x0*([0-9a-f]{1,6});?/gi, (_, hex: string) => codePoint(Number.parseInt(hex, 16)))
    .replace(/&#0*([0-9]{1,7});?/g, (_, dec: string) => codePoint(Number(dec)))
    .replace(/&([a-z]+);/gi, (all, name: string) => NAMED[name.toLowerCase()] ?? all)
    .replace(/[\p{Cc}\s]/gu, "");
}

const codePoint = (n: number): string => (n <= 0x10ffff ? String.fromCodePoint(n) : "");
