import "server-only";
import type { EmailVariables, RenderedEmail, RenderResult } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { AppError } from "@/server/platform/errors";
import { type EmailBrand, emailSource } from "./email-source";
import { type LiquidPart, type LiquidSettings, MessageAborted } from "./liquid-engine";
import { compileLiquid, type LiquidProgram } from "./liquid-program";
import { createLiquidVault, type LiquidVault } from "./rules/liquid-vault";
import { prepareHtml } from "./rules/prepare-html";
import { findLinks } from "./rules/rewrite-links";

/** A document ready to be rendered for any number of people. */
export type CompiledEmail = {
  /**
   * One person's message, synchronous. Never throws: a template that fails, hangs or says no is an answer with a skip
   * reason. After three time-outs of one compiled e-mail all further renders fail at once.
   */
  render(variables: EmailVariables): RenderResult;
  /** Merge tags the message prints, as dotted paths. */
  tags: string[];
  /** What sanitising took out of the author's HTML. */
  removed: string[];
  /** The whole HTML with its Liquid, as an author could go on with it in code. */
  source: string;
};

const MAX_TIMEOUTS = 3;

/**
 * Compiles a document once per run: React Email or code to sanitised HTML with Liquid, the text part from the author or
 * from that HTML, then both parsed. Throws AppError VALIDATION_ERROR naming the part (`details.field`) when the Liquid
 * does not parse.
 */
export async function compileEmail(document: EmailDocument, brand: EmailBrand): Promise<CompiledEmail> {
  const vault = createLiquidVault();
  const source = await emailSource(withUnsubscribeLinks(document), brand, vault);
  const prepared = prepareHtml(source, vault);
  const text =
    document.text.trim() === "" ? await textOf(prepared.hidden, vault) : expandUnsubscribeTag(document.text, "text");
  const settings = { timeZone: brand.timeZone, locale: brand.locale, currency: brand.currency };
  const programs = {
    subject: compilePart("subject", document.subject, "text", settings),
    preheader: compilePart("preheader", document.preheader, "text", settings),
    html: compilePart("html", prepared.html, "html", settings),
    text: compilePart("text", text, "text", settings),
  };
  const tags = [...new Set(Object.values(programs).flatMap((program) => program.tags))];
  return { tags, removed: prepared.removed, source: vault.restore(prepared.hidden), render: renderer(programs) };
}

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

function renderer(programs: Record<Part, LiquidProgram>): CompiledEmail["render"] {
  let timeouts = 0;
  return (variables) => {
    if (timeouts >= MAX_TIMEOUTS) return { ok: false, reason: "render_error", detail: "The template takes too long." };
    const missing = new Set<string>();
    try {
      const subject = oneLine(programs.subject.render(variables, missing));
      const preheader = oneLine(programs.preheader.render(variables, missing));
      const html = programs.html.render(variables, missing);
      const text = tidyText(programs.text.render(variables, missing));
      return { ok: true, email: new Message(subject, preheader, html, text, [...missing]) };
    } catch (error) {
      const cause = originOf(error);
      if (cause instanceof MessageAborted) return { ok: false, reason: "aborted_by_template", detail: cause.message };
      if (/template render limit/.test(String(error))) timeouts += 1;
      return { ok: false, reason: "render_error", detail: explain(error) };
    }
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

function withUnsubscribeLinks(document: EmailDocument): EmailDocument {
  if (document.mode === "code") return { ...document, html: expandUnsubscribeTag(document.html, "html") };
  if (document.mode === "react") return document;
  const blocks = document.blocks.map((block) =>
    block.kind === "html" || block.kind === "text"
      ? { ...block, html: expandUnsubscribeTag(block.html, "html") }
      : block,
  );
  return { ...document, blocks };
}

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
