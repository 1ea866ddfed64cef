import "server-only";
import { type Context, Liquid, Tag, type TagToken, type TopLevelToken } from "liquidjs";
import { listOf, ruleHolds } from "./rules/content-rule";
import { isSafeUrl } from "./rules/prepare-html";

export type LiquidPart = "html" | "text";
/** How dates and money are written: IANA zone, BCP 47 locale, ISO 4217 currency. */
export type LiquidSettings = { timeZone: string; locale: string; currency: string };

/** Characters one template may have, characters it may produce, and milliseconds it may take, per part and person. */
export const LIMITS = { parse: 1_000_000, memory: 5_000_000, renderMs: 1000 } as const;

const TAGS = ["assign", "break", "capture", "case", "comment", "continue", "for", "if", "unless", "#"];
const FILTERS = (
  "abs append at_least at_most capitalize ceil date default divided_by downcase first floor join last lstrip minus " +
  "modulo plus prepend remove remove_first replace replace_first reverse round rstrip size slice split strip " +
  "strip_html strip_newlines times truncate truncatewords uniq upcase url_encode"
).split(" ");

/** Thrown by `{% abort_message "reason" %}`: this person gets no message, on purpose. */
export class MessageAborted extends Error {
  override readonly name = "MessageAborted";
}

const engines = new Map<string, Liquid>();

/**
 * A Liquid without files, partials, prototypes and raw output; only the tags and filters named above exist.
 * Limits hold for parsing, time and memory; what a template may read is what `render` is given.
 */
export function liquidEngine(part: LiquidPart, settings: LiquidSettings): Liquid {
  const key = [part, settings.timeZone, settings.locale, settings.currency].join("|");
  let engine = engines.get(key);
  if (!engine) {
    // Tenants choose zone and locale freely; a handful is in use at a time.
    if (engines.size > 200) engines.clear();
    engine = createEngine(part, settings);
    engines.set(key, engine);
  }
  return engine;
}

function createEngine(part: LiquidPart, settings: LiquidSettings): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    // In memory and empty: include, render and layout could not find a file even if they existed.
    templates: {},
    parseLimit: LIMITS.parse,
    renderLimit: LIMITS.renderMs,
    memoryLimit: LIMITS.memory,
    timezoneOffset: settings.timeZone,
    locale: settings.locale,
    dateFormat: "%-d %B %Y",
  });
  keepOnly(engine.tags, TAGS);
  keepOnly(engine.filters, FILTERS);
  engine.registerTag("abort_message", AbortMessage);
  // Everything is escaped for its place already; asking for it again must not escape twice.
  for (const name of ["escape", "escape_once", "raw"]) engine.registerFilter(name, (value: unknown) => value);
  engine.registerFilter("newline_to_br", (value: unknown) =>
    part === "html" ? new SafeHtml(escapeHtml(stringify(value)).replace(/\r?\n/g, "<br />")) : value,
  );
  engine.registerFilter("money", (value: unknown, currency?: unknown) =>
    formatNumber(value, settings.locale, { style: "currency", currency: String(currency ?? settings.currency) }),
  );
  engine.registerFilter("number", (value: unknown) => formatNumber(value, settings.locale, {}));
  engine.registerFilter("matches", (value: unknown, type: unknown, operator: unknown, ...operands: unknown[]) =>
    ruleHolds(value, String(type), String(operator), operands),
  );
  engine.registerFilter("list", (value: unknown) => listOf(value));
  engine.registerFilter("__url", (value: unknown) => safeMergeUrl(stringify(value)));
  engine.registerFilter("__css", (value: unknown) => stringify(value).replace(/[^#\w .,%-]/g, ""));
  return engine;
}

/** Mark-up made by one of our own filters from escaped parts; the only value that is not escaped. */
export class SafeHtml {
  constructor(readonly html: string) {}
}

function keepOnly(registry: Record<string, unknown>, names: string[]): void {
  for (const name of Object.keys(registry)) if (!names.includes(name)) delete registry[name];
}

class AbortMessage extends Tag {
  private readonly reason: string;
  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    this.reason = token.args
      .trim()
      .replace(/^(["'])(.*)\1$/s, "$2")
      .slice(0, 200);
  }
  // biome-ignore lint/correctness/useYield: liquidjs renders tags as generators.
  override *render(_context: Context): Generator<unknown, void, unknown> {
    throw new MessageAborted(this.reason || "The template says not to send.");
  }
}

function formatNumber(value: unknown, locale: string, options: Intl.NumberFormatOptions): unknown {
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value ?? Number.NaN);
  if (!Number.isFinite(number)) return value;
  try {
    return numberFormat(locale, options).format(number);
  } catch {
    // An unknown currency code or locale: the bare number is still true.
    return String(number);
  }
}

const formats = new Map<string, Intl.NumberFormat>();
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}|${options.currency ?? ""}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  if (formats.size < 1000) formats.set(key, format);
  return format;
}

/** A merge value at the start of a link: "#" instead of javascript:, data: and their like. */
export const safeMergeUrl = (url: string): string => (isSafeUrl(url) ? url : "#");

/** What a value prints as: nothing for null and objects, never "undefined", "null" or "[object Object]". */
export function stringify(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(stringify).join("");
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (typeof value === "object") return value instanceof SafeHtml ? value.html : "";
  return typeof value === "function" ? "" : String(value);
}

const HTML_ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeHtml = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => HTML_ESCAPES[char] ?? char) : text;
