import "server-only";
import type { EmailVariables, RenderedEmail, RenderResult } from "@/contracts/content";
import type { Block, EmailContent, EmailDocument } from "@/contracts/documents/email";
import { chooseVariant } from "@/contracts/locales";
import { AppError } from "@/server/platform/errors";
import { type EmailBrand, emailSource, replaceTags, type Snippets, snippetHtml } from "./email-source";
import { type LiquidPart, type LiquidSettings, MessageAborted } from "./liquid-engine";
import { compileLiquid, type LiquidProgram } from "./liquid-program";
import { createLiquidVault, type LiquidVault } from "./rules/liquid-vault";
import { prepareHtml } from "./rules/prepare-html";
import { findLinks } from "./rules/rewrite-links";

/** A document ready to be rendered for any number of people. */
export type CompiledEmail = {
  /**
   * One person's message in the language that fits them, synchronous. Never throws: a template that fails, hangs or says
   * no is an answer with a skip reason. `language` asks for one variant, null for the default. After three time-outs of one compiled e-mail all further renders fail at once.
   */
  render(variables: EmailVariables, language?: string | null): RenderResult;
  /** Merge tags the message prints in any language, as dotted paths. */
  tags: string[];
  /** What sanitising took out of the author's HTML. */
  removed: string[];
  /** The whole HTML with its Liquid, as an author could go on with it in code; of the default language. */
  source: string;
  /** The default under null and every variant under its locale. */
  languages: ReadonlyMap<string | null, CompiledLanguage>;
};
export type CompiledLanguage = {
  programs: Record<Part, LiquidProgram>;
  tags: string[];
  removed: string[];
  source: string;
};

const MAX_TIMEOUTS = 3;

/**
 * Compiles a document once per run: React Email or code to sanitised HTML with Liquid, the text part from the author or
 * from that HTML, then both parsed; the same for every language. Throws AppError VALIDATION_ERROR naming the part
 * (`details.field`) and the language (`details.locale`) when the Liquid does not parse.
 */
export async function compileEmail(document: EmailDocument, brand: EmailBrand): Promise<CompiledEmail> {
  const snippets = document.snippets ?? {};
  const languages = new Map<string | null, CompiledLanguage>();
  languages.set(null, await compileLanguage(document, { ...brand, locale: document.locale ?? brand.locale }, snippets));
  for (const { locale, content } of document.variants ?? [])
    languages.set(locale, await inLanguage(locale, compileLanguage(content, { ...brand, locale }, snippets)));
  const all = [...languages.values()];
  return {
    tags: [...new Set(all.flatMap(({ tags }) => tags))],
    removed: [...new Set(all.flatMap(({ removed }) => removed))],
    source: all[0]?.source ?? "",
    languages,
    render: renderer(languages),
  };
}

async function compileLanguage(
  content: EmailContent,
  brand: EmailBrand,
  snippets: Snippets,
): Promise<CompiledLanguage> {
  const vault = createLiquidVault();
  const source = await emailSource(withUnsubscribeLinks(content), brand, vault, expandedSnippets(snippets));
  const prepared = prepareHtml(source, vault);
  const text =
    content.text.trim() === ""
      ? await textOf(prepared.hidden, vault)
      : expandUnsubscribeTag(await snippetsInText(content.text, snippets, brand), "text");
  const settings = { timeZone: brand.timeZone, locale: brand.locale, currency: brand.currency };
  const programs = {
    subject: compilePart("subject", content.subject, "text", settings),
    preheader: compilePart("preheader", content.preheader, "text", settings),
    html: compilePart("html", prepared.html, "html", settings),
    text: compilePart("text", text, "text", settings),
  };
  const tags = [...new Set(Object.values(programs).flatMap((program) => program.tags))];
  return { programs, tags, removed: prepared.removed, source: vault.restore(prepared.hidden) };
}

async function inLanguage<T>(locale: string, compiling: Promise<T>): Promise<T> {
  try {
    return await compiling;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${locale}: ${error.message}`, { ...error.details, locale });
  }
}

/** A text part that names snippets gets their words. */
const snippetsInText = (text: string, snippets: Snippets, brand: EmailBrand): Promise<string> =>
  replaceTags(text, async (key) => {
    const vault = createLiquidVault();
    return textOf(vault.hide(await snippetHtml(key, snippets, brand)), vault);
  });

/** The short form of the unsubscribe link works in snippets too. */
const expandedSnippets = (snippets: Snippets): Snippets =>
  Object.fromEntries(
    Object.entries(snippets).map(([key, body]) => [
      key,
      body.mode === "code"
        ? { ...body, html: expandUnsubscribeTag(body.html, "html") }
        : { ...body, blocks: blocksWithLinks(body.blocks) },
    ]),
  );

type Part = "subject" | "preheader" | "html" | "text";

function compilePart(field: Part, source: string, part: LiquidPart, settings: LiquidSettings): LiquidProgram {
  try {
    return compileLiquid(source, part, settings);
  } catch (error) {
    throw new AppError("VALIDATION_ERROR", `The ${PART_NAMES[field]} does not compile: ${explain(error)}`, {
      field,
      reason: explain(error),
    });
  }
}

export const PART_NAMES: Record<Part, string> = {
  subject: "subject",
  preheader: "preheader",
  html: "body",
  text: "text part",
};

function renderer(languages: CompiledEmail["languages"]): CompiledEmail["render"] {
  let timeouts = 0;
  const pick = languagePicker(languages);
  return (variables, wanted) => {
    if (timeouts >= MAX_TIMEOUTS) return { ok: false, reason: "render_error", detail: "The template takes too long." };
    const missing = new Set<string>();
    const { language, programs } = pick(variables.contact.locale, wanted);
    try {
      const subject = oneLine(programs.subject.render(variables, missing));
      const preheader = oneLine(programs.preheader.render(variables, missing));
      const html = programs.html.render(variables, missing);
      const text = tidyText(programs.text.render(variables, missing));
      return { ok: true, email: new Message(subject, preheader, html, text, [...missing], language) };
    } catch (error) {
      const cause = originOf(error);
      if (cause instanceof MessageAborted) return { ok: false, reason: "aborted_by_template", detail: cause.message };
      if (/template render limit/.test(String(error))) timeouts += 1;
      return { ok: false, reason: "render_error", detail: explain(error) };
    }
  };
}

type Picked = { language: string | null; programs: Record<Part, LiquidProgram> };

/** Locales come from data: a few dozen in practice, any number in theory. */
const MAX_REMEMBERED = 500;

function languagePicker(languages: CompiledEmail["languages"]): (locale: unknown, wanted?: string | null) => Picked {
  const usual = languages.get(null);
  if (!usual) throw new Error("an e-mail without a default language");
  const byDefault: Picked = { language: null, programs: usual.programs };
  const variants = [...languages.keys()].filter((key) => key !== null);
  if (variants.length === 0) return () => byDefault;
  const remembered = new Map<string, Picked>();
  return (locale, wanted) => {
    if (wanted !== undefined) return { language: wanted, programs: languages.get(wanted)?.programs ?? usual.programs };
    if (typeof locale !== "string" || locale === "") return byDefault;
    const known = remembered.get(locale);
    if (known) return known;
    const language = chooseVariant(variants, locale);
    const picked = { language, programs: languages.get(language)?.programs ?? usual.programs };
    if (remembered.size < MAX_REMEMBERED) remembered.set(locale, picked);
    return picked;
  };
}

/** A class, because a getter written into each object would give each a hidden class of its own, which live long. */
class Message implements RenderedEmail {
  #found: string[] | undefined;

  constructor(
    readonly subject: string,
    readonly preheader: string,
    readonly html: string,
    readonly text: string,
    readonly missing: string[],
    readonly language: string | null,
  ) {}

  /** Computed when asked for: the send path rewrites links itself and never reads this. */
  get links(): string[] {
    this.#found ??= findLinks(this.html);
    return this.#found;
  }
}

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Subjects become headers: one line, no control characters (RFC 5322 §2.2). */
const oneLine = (text: string): string => text.replace(CONTROL, " ").trim();

const tidyText = (text: string): string => (text.includes("\n\n\n") ? text.replace(/\n{3,}/g, "\n\n") : text).trim();

const originOf = (error: unknown): unknown =>
  error instanceof Error && "originalError" in error ? (error.originalError ?? error) : error;

/** liquidjs' message without its source excerpt, which may show people's data. */
function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/, file:[^,]*/, "").slice(0, 300);
}

const UNSUBSCRIBE_TAG = /\{%-?\s*unsubscribe_link(?:\s+(?:"([^"]*)"|'([^']*)'))?\s*-?%\}/g;

/** `{% unsubscribe_link "Label" %}` is short for the link itself. */
function expandUnsubscribeTag(source: string, part: LiquidPart): string {
  return source.replace(UNSUBSCRIBE_TAG, (_, double?: string, single?: string) => {
    const label = double ?? single ?? "Unsubscribe";
    if (part === "text") return `${label}: {{ unsubscribe_url }}`;
    const safe = label.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    return `<a href="{{ unsubscribe_url }}">${safe}</a>`;
  });
}

function withUnsubscribeLinks(content: EmailContent): EmailContent {
  if (content.mode === "code") return { ...content, html: expandUnsubscribeTag(content.html, "html") };
  return content.mode === "react" ? content : { ...content, blocks: blocksWithLinks(content.blocks) };
}

const blocksWithLinks = (blocks: readonly Block[]): Block[] =>
  blocks.map((block) => {
    if (block.kind === "html" || block.kind === "text")
      return { ...block, html: expandUnsubscribeTag(block.html, "html") };
    if (block.kind === "when")
      return { ...block, blocks: blocksWithLinks(block.blocks), otherwise: blocksWithLinks(block.otherwise) };
    return block.kind === "repeat" ? { ...block, blocks: blocksWithLinks(block.blocks) } : block;
  });

/** The text part made from the HTML while its Liquid is hidden, so that no tag is wrapped, linked or upper-cased. */
async function textOf(hiddenHtml: string, vault: LiquidVault): Promise<string> {
  const { toPlainText } = await import("@react-email/render");
  const plain = toPlainText(hiddenHtml, {
    wordwrap: false,
    selectors: [
      { selector: "img", format: "skip" },
      { selector: "[data-skip-in-text=true]", format: "skip" },
      ...["h1", "h2", "h3", "h4"].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: "a", options: { hideLinkHrefIfSameAsText: true, linkBrackets: ["", ""] } },
      { selector: "p", options: { leadingLineBreaks: 1, trailingLineBreaks: 2 } },
    ],
  });
  return vault.restore(plain);
}
