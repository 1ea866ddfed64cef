import { chooseVariant } from "../locales";
import type { EmailContent, EmailDocument } from "./email";

/** One language of a document as a document of its own; null is the default. What is not there is the default too. */
export function languageOf(document: EmailDocument, language: string | null): EmailDocument {
  const { variants: _variants, ...usual } = document;
  const variant = document.variants?.find(({ locale }) => locale === language);
  return variant ? { version: document.version, locale: variant.locale, ...variant.content } : usual;
}

/** The document with this content in one of its languages. */
export function withLanguage(document: EmailDocument, language: string | null, content: EmailDocument): EmailDocument {
  const { locale, variants } = document;
  if (language === null) return { ...content, ...(locale ? { locale } : {}), ...(variants ? { variants } : {}) };
  return {
    ...document,
    variants: variants?.map((variant) =>
      variant.locale === language ? { ...variant, content: contentOf(content) } : variant,
    ),
  };
}

export function contentOf(document: EmailDocument): EmailContent {
  const { version: _version, locale: _locale, variants: _variants, snippets: _snippets, ...content } = document;
  return content;
}

/** A new language that begins as a copy of the default. */
export const addLanguage = (document: EmailDocument, locale: string): EmailDocument => ({
  ...document,
  variants: [...(document.variants ?? []), { locale, content: contentOf(document) }],
});

export function removeLanguage(document: EmailDocument, locale: string): EmailDocument {
  const { variants, ...rest } = document;
  const kept = variants?.filter((variant) => variant.locale !== locale) ?? [];
  return kept.length > 0 ? { ...rest, variants: kept } : rest;
}

export const languagesOf = (document: EmailDocument): string[] => (document.variants ?? []).map(({ locale }) => locale);

export type LanguageCount = { locale: string | null; people: number };
export type LanguageShare = {
  /** Which variant; null: the default. */
  language: string | null;
  people: number;
  /** People of these locales get the default although they have another language than it. */
  fallbacks: LanguageCount[];
};

/** Who of an audience gets which language. People without a locale get the default and count as no fallback. */
export function languageShares(
  document: EmailDocument,
  counts: readonly LanguageCount[],
  workspaceLocale: string,
): LanguageShare[] {
  const variants = languagesOf(document);
  const base = (locale: string) => locale.toLowerCase().split(/[-_]/, 1)[0];
  const usual = base(document.locale ?? workspaceLocale);
  const shares = new Map<string | null, LanguageShare>(
    [null, ...variants].map((language) => [language, { language, people: 0, fallbacks: [] }]),
  );
  for (const count of counts) {
    const language = chooseVariant(variants, count.locale);
    const share = shares.get(language);
    if (!share) continue;
    share.people += count.people;
    if (language === null && count.locale && base(count.locale) !== usual) share.fallbacks.push(count);
  }
  return [...shares.values()];
}
