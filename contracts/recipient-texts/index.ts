import { RECIPIENT_LANGUAGES, type RecipientLanguage } from "../topics";
import { ar } from "./ar";
import { de } from "./de";
import { en, type RecipientTexts } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { ja } from "./ja";

export type { RecipientTexts } from "./en";
export const RECIPIENT_TEXTS: Record<RecipientLanguage, RecipientTexts> = { en, de, fr, es, ja, ar };
export const directionOf = (language: RecipientLanguage): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

/** The first of these wishes ("de-AT", an Accept-Language line, nothing) that we speak; English when none is. */
export function pickLanguage(...wishes: (string | null | undefined)[]): RecipientLanguage {
  for (const wish of wishes)
    for (const tag of (wish ?? "").split(",")) {
      const found = RECIPIENT_LANGUAGES.find((known) => known === tag.trim().slice(0, 2).toLowerCase());
      if (found) return found;
    }
  return "en";
}
