import { z } from "zod";

const RTL = new Set(["ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ku", "ps", "sd", "ug", "ur", "yi"]);

/** The way a locale's script runs. */
export const directionOfLocale = (locale: string): "ltr" | "rtl" =>
  RTL.has(locale.split(/[-_]/, 1)[0]?.toLowerCase() ?? "") ? "rtl" : "ltr";

/** A language tag as in BCP 47: en, de-AT, zh-Hant. */
export const localeSchema = z
  .string()
  .trim()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/i, "Enter a language such as de or fr-CA.");

/** A locale and what it falls back to: fr-CA, fr. Written as mail programs and browsers do, or with "_". */
export function fallbackChain(locale: string): string[] {
  const parts = locale.toLowerCase().split(/[-_]/);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join("-"));
}

/** Which of the variants somebody of this locale gets; null: none fits, the default does. */
export function chooseVariant(variants: readonly string[], locale: string | null | undefined): string | null {
  if (!locale) return null;
  for (const wanted of fallbackChain(locale)) {
    const found = variants.find((variant) => variant.toLowerCase() === wanted);
    if (found !== undefined) return found;
  }
  return null;
}
