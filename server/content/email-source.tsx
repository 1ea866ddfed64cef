import "server-only";
import type { BrandLook } from "@/contracts/brand";
import type { Block, EmailContent, EmailDocument, SnippetBody } from "@/contracts/documents/email";
import { directionOfLocale } from "@/contracts/locales";
import { pickLanguage, RECIPIENT_TEXTS } from "@/contracts/recipient-texts";
import type { DrawnBlock } from "@/emails/blocks/email-block";
import { AppError } from "@/server/platform/errors";
import { ruleLiquid } from "./rules/content-rule";
import type { LiquidVault } from "./rules/liquid-vault";
import { keyOf, MAX_SNIPPET_DEPTH, RENDER_TAG } from "./rules/snippet-references";

/** How a workspace's messages look and speak. `postalAddress` null: checks refuse a launch. */
export type EmailBrand = BrandLook & {
  workspaceName: string;
  postalAddress: string | null;
  timeZone: string;
  locale: string;
  currency: string;
};

export type Snippets = NonNullable<EmailDocument["snippets"]>;

/**
 * The HTML of one language of a document before personalisation, its Liquid still in the vault. React Email is loaded on
 * first use: it is the heaviest module of the worker and only compiling needs it.
 */
export async function emailSource(
  content: EmailContent,
  brand: EmailBrand,
  vault: LiquidVault,
  snippets: Snippets,
): Promise<string> {
  if (content.mode === "code") {
    const html = await expandSnippets(content.html, snippets, brand);
    return codeSource(html, content.preheader, brand.locale, vault);
  }
  const [{ render }, { createStyle }] = await Promise.all([import("@react-email/render"), import("@/emails/theme")]);
  const shared = {
    brand: createStyle(brand.workspaceName, brand),
    preheader: vault.hide(content.preheader),
    lang: brand.locale,
    dir: directionOfLocale(brand.locale),
    words: RECIPIENT_TEXTS[pickLanguage(brand.locale)],
  };
  if (content.mode === "blocks") {
    const { BlockEmail } = await import("@/emails/block-email");
    const blocks = await prepareBlocks(content.blocks, snippets, brand, vault);
    return hideAgain(await render(<BlockEmail {...shared} blocks={blocks} />), vault);
  }
  const { TEMPLATES } = await import("@/emails/registry");
  const Template = TEMPLATES[content.template];
  return hideAgain(await render(<Template {...shared} props={hideStrings(content.props, vault)} />), vault);
}

/** The layout writes Liquid of its own (footer), which React leaves as it is: those go into the vault now. */
const hideAgain = (html: string, vault: LiquidVault): string => vault.hide(html, { keepMarkers: true });

/** A flat record with the Liquid of each string value hidden; other values as they are. */
function hideStrings<T extends Record<string, unknown>>(record: T, vault: LiquidVault): T {
  const hidden = Object.entries(record).map(([key, value]) => [
    key,
    typeof value === "string" ? vault.hide(value) : value,
  ]);
  // Same keys, strings for strings: the shape is T's.
  return Object.fromEntries(hidden) as T;
}

type Walk = { snippets: Snippets; brand: EmailBrand; vault: LiquidVault; nextName: () => string };

/** Names for what conditions and loops keep; those of a fragment begin with where it stands, so that none meets another. */
function namer(prefix: string): () => string {
  let no = 0;
  return () => {
    no += 1;
    return `${prefix}_${no}`;
  };
}

/** Conditions and loops become Liquid around their blocks, snippets become what they hold, all Liquid goes into the vault. */
async function prepareBlocks(blocks: readonly Block[], snippets: Snippets, brand: EmailBrand, vault: LiquidVault) {
  return walkBlocks(blocks, { snippets, brand, vault, nextName: namer("block") }, []);
}

async function walkBlocks(blocks: readonly Block[], walk: Walk, inside: readonly string[]): Promise<DrawnBlock[]> {
  const drawn: DrawnBlock[] = [];
  const liquid = (text: string) =>
    drawn.push({ kind: "liquid", id: `l${drawn.length}${inside.length}`, text: walk.vault.hide(text) });
  for (const block of blocks) {
    if (block.kind === "when") {
      liquid(ruleLiquid(block.rule, walk.nextName()));
      drawn.push(...(await walkBlocks(block.blocks, walk, inside)));
      if (block.otherwise.length > 0) {
        liquid("{% else %}");
        drawn.push(...(await walkBlocks(block.otherwise, walk, inside)));
      }
      liquid("{% endif %}");
    } else if (block.kind === "repeat") {
      const name = walk.nextName();
      liquid(`{% assign ${name} = ${block.list} | list %}{% for item in ${name} limit: ${block.limit} %}`);
      drawn.push(...(await walkBlocks(block.blocks, walk, inside)));
      liquid("{% endfor %}");
    } else if (block.kind === "snippet") {
      const body = snippetOf(block.snippet, walk.snippets, inside);
      const within = [...inside, block.snippet];
      if (body.mode === "blocks") drawn.push(...(await walkBlocks(body.blocks, walk, within)));
      else {
        const html = await expandSnippets(body.html, walk.snippets, walk.brand, within);
        drawn.push({ kind: "html", id: `${block.id}h`, html: walk.vault.hide(html) });
      }
    } else if (block.kind === "html" || block.kind === "text") {
      const html = await expandSnippets(block.html, walk.snippets, walk.brand, inside);
      drawn.push({ ...block, html: walk.vault.hide(html) });
    } else drawn.push(hideStrings(block, walk.vault));
  }
  return drawn;
}

/** Snippets in HTML, written out as HTML with Liquid. */
export const expandSnippets = (
  html: string,
  snippets: Snippets,
  brand: EmailBrand,
  inside: readonly string[] = [],
): Promise<string> => replaceTags(html, (key) => snippetHtml(key, snippets, brand, inside));

/** The text with what `write` says in place of every `{% render 'key' %}`. */
export async function replaceTags(text: string, write: (key: string) => Promise<string>): Promise<string> {
  let out = "";
  let at = 0;
  for (const match of text.matchAll(RENDER_TAG)) {
    out += text.slice(at, match.index) + (await write(keyOf(match[1], match[2])));
    at = match.index + match[0].length;
  }
  return at === 0 ? text : out + text.slice(at);
}

export async function snippetHtml(key: string, snippets: Snippets, brand: EmailBrand, inside: readonly string[] = []) {
  const body = snippetOf(key, snippets, inside);
  const within = [...inside, key];
  if (body.mode === "code") return expandSnippets(body.html, snippets, brand, within);
  return blocksFragment(body.blocks, snippets, brand, within);
}

/** Blocks without a layout, as HTML with Liquid. */
async function blocksFragment(
  blocks: readonly Block[],
  snippets: Snippets,
  brand: EmailBrand,
  inside: readonly string[],
) {
  const [{ render }, { createStyle }, { EmailBlocks }, { createLiquidVault }] = await Promise.all([
    import("@react-email/render"),
    import("@/emails/theme"),
    import("@/emails/blocks/email-block"),
    import("./rules/liquid-vault"),
  ]);
  const vault = createLiquidVault();
  const drawn = await walkBlocks(
    blocks,
    { snippets, brand, vault, nextName: namer(`block_${inside.join("_")}`) },
    inside,
  );
  const html = await render(<EmailBlocks blocks={drawn} brand={createStyle(brand.workspaceName, brand)} />);
  return vault.restore(html.replace(/^<!DOCTYPE[^>]*>/i, "").replace(/<!--\/?\$-->/g, ""));
}

function snippetOf(key: string, snippets: Snippets, inside: readonly string[]): SnippetBody {
  const refuse = (reason: string): never => {
    throw new AppError("VALIDATION_ERROR", reason, { field: "html", reason });
  };
  if (key === "") refuse("A snippet block has no snippet yet. Choose one.");
  if (inside.includes(key)) refuse(`The snippet “${key}” includes itself.`);
  if (inside.length >= MAX_SNIPPET_DEPTH) refuse(`Snippets stand more than ${MAX_SNIPPET_DEPTH} deep in one another.`);
  return (Object.hasOwn(snippets, key) ? snippets[key] : undefined) ?? refuse(`There is no snippet “${key}”.`);
}

const FRAGMENT_HEAD =
  '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>';

function codeSource(html: string, preheader: string, lang: string, vault: LiquidVault): string {
  const hidden = vault.hide(html);
  const whole = /<html[\s>]/i.test(hidden)
    ? hidden
    : `<!DOCTYPE html><html lang="${lang}" dir="${directionOfLocale(lang)}">${FRAGMENT_HEAD}<body>${hidden}</body></html>`;
  if (preheader === "") return whole;
  const line = `<div data-skip-in-text="true" style="display:none;max-height:0;overflow:hidden;opacity:0">${escapeText(vault.hide(preheader))}${"&nbsp;&zwnj;".repeat(60)}</div>`;
  return /<body[^>]*>/i.test(whole) ? whole.replace(/<body[^>]*>/i, (body) => body + line) : line + whole;
}

const escapeText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
