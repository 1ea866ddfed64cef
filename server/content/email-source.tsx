import "server-only";
import type { BrandLook } from "@/contracts/brand";
import type { EmailDocument } from "@/contracts/documents/email";
import { directionOfLocale } from "@/contracts/locales";
import type { LiquidVault } from "./rules/liquid-vault";

/** How a workspace's messages look and speak. `postalAddress` null: checks refuse a launch. */
export type EmailBrand = BrandLook & {
  workspaceName: string;
  postalAddress: string | null;
  timeZone: string;
  locale: string;
  currency: string;
};

/**
 * The HTML of a document before personalisation, its Liquid still in the vault. React Email is loaded on first use:
 * it is the heaviest module of the worker and only compiling needs it.
 */
export async function emailSource(document: EmailDocument, brand: EmailBrand, vault: LiquidVault): Promise<string> {
  if (document.mode === "code") return codeSource(document.html, document.preheader, brand.locale, vault);
  const [{ render }, { createStyle }] = await Promise.all([import("@react-email/render"), import("@/emails/theme")]);
  const shared = {
    brand: createStyle(brand.workspaceName, brand),
    preheader: vault.hide(document.preheader),
    lang: brand.locale,
    dir: directionOfLocale(brand.locale),
  };
  if (document.mode === "blocks") {
    const { BlockEmail } = await import("@/emails/block-email");
    const blocks = document.blocks.map((block) => hideStrings(block, vault));
    return hideAgain(await render(<BlockEmail {...shared} blocks={blocks} />), vault);
  }
  const { TEMPLATES } = await import("@/emails/registry");
  const Template = TEMPLATES[document.template];
  return hideAgain(await render(<Template {...shared} props={hideStrings(document.props, vault)} />), vault);
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
