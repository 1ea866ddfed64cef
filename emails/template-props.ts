import type { EmailBrandStyle } from "./theme";

/** What every template gets: plain strings with Liquid in them, keys as in TEMPLATE_PROPS. Empty parts are left out. */
export type TemplateProps = {
  brand: EmailBrandStyle;
  preheader: string;
  lang: string;
  dir: "ltr" | "rtl";
  words: FooterWords;
  props: Record<string, string>;
};

/** The ways out, in the language of the message. */
export type FooterWords = { unsubscribe: string; preferences: string; viewInBrowser: string };
