import type { CSSProperties } from "react";
import { BRAND_DEFAULTS, BRAND_FONTS, type BrandLook, BUTTON_RADIUS } from "@/contracts/brand";
import { contrastOf, mix, readableOn, readableShade } from "@/contracts/readable-on";

/** What an e-mail wears: the sender's, never ours. Every pair of colours in here can be read. */
export type EmailBrandStyle = {
  name: string;
  logoUrl?: string;
  /** Lines of the footer beside name, address and the ways out. */
  footer?: string;
  /** Buttons and fields of colour, and the text on them. */
  accent: string;
  onAccent: string;
  /** The accent as far as it can be read on the sheet. */
  link: string;
  ink: string;
  soft: string;
  /** Small print on the desk. */
  deskSoft: string;
  rule: string;
  desk: string;
  /** The accent thinned for panels. */
  tint: string;
  headingFont: string | null;
  bodyFont: string;
  buttonRadius: string;
  darkCss: string;
};

export const SANS = BRAND_FONTS.system.stack;
export const SERIF = BRAND_FONTS.charter.stack;
export const PAPER = "#ffffff";

/** What darkCss swaps in by class for clients that honour prefers-color-scheme. */
const DARK = { desk: "#101513", paper: "#191f1d", ink: "#eef1ee", soft: "#a9b3ae", rule: "#36423e" };

/** The whole look from what a workspace chose; what it did not choose is plain. */
export function createStyle(name: string, look: BrandLook): EmailBrandStyle {
  const accent = look.accent ?? BRAND_DEFAULTS.colour;
  const ink = look.textColour ?? BRAND_DEFAULTS.textColour;
  const desk = look.background ?? BRAND_DEFAULTS.background;
  const soft = readableShade(mix(ink, PAPER, 0.28), PAPER);
  const darkLink = readableShade(accent, DARK.paper, 6);
  // A field of colour as dark as the page would lose its edge.
  const darkAccent = contrastOf(accent, DARK.paper) < 1.6 ? mix(accent, "#ffffff", 0.16) : accent;
  return {
    name: look.senderName ?? name,
    logoUrl: look.logoUrl,
    footer: look.footer,
    accent,
    onAccent: readableOn(accent) ?? PAPER,
    link: readableShade(accent, PAPER),
    ink,
    soft,
    deskSoft: readableShade(soft, desk),
    rule: mix(ink, PAPER, 0.85),
    desk,
    tint: mix(accent, PAPER, 0.92),
    headingFont: look.headingFont ? BRAND_FONTS[look.headingFont].stack : null,
    bodyFont: look.bodyFont ? BRAND_FONTS[look.bodyFont].stack : SANS,
    buttonRadius: `${BUTTON_RADIUS[look.buttonShape ?? BRAND_DEFAULTS.buttonShape]}px`,
    darkCss: darkCss(darkLink, darkAccent, readableOn(darkAccent) ?? PAPER, mix(accent, DARK.paper, 0.84)),
  };
}

export const bodyStyle = (brand: EmailBrandStyle): CSSProperties => ({
  margin: 0,
  padding: 0,
  backgroundColor: brand.desk,
  fontFamily: brand.bodyFont,
  color: brand.ink,
});
export const paragraphStyle = (brand: EmailBrandStyle): CSSProperties => ({
  margin: "0 0 18px",
  fontSize: "16px",
  lineHeight: "26px",
  color: brand.ink,
});

const darkCss = (link: string, accent: string, onAccent: string, tint: string): string => `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a { text-underline-offset: 2px; }
@media (max-width: 620px) {
  .sheet { padding-left: 22px !important; padding-right: 22px !important; }
  .stack { display: block !important; width: 100% !important; padding-left: 0 !important; padding-right: 0 !important; padding-bottom: 14px !important; box-sizing: border-box; }
  .display { font-size: 34px !important; line-height: 38px !important; }
  .giant { font-size: 64px !important; line-height: 64px !important; }
  .fluid { width: 100% !important; height: auto !important; }
}
@media (prefers-color-scheme: dark) {
  .desk, .desk > table > tbody > tr > td { background-color: ${DARK.desk} !important; }
  .paper, .paper > table > tbody > tr > td { background-color: ${DARK.paper} !important; }
  .ink, .ink p, .ink li, .ink h1, .ink h2, .ink h3 { color: ${DARK.ink} !important; }
  .soft, .soft a, .ink .soft { color: ${DARK.soft} !important; }
  .rule { border-color: ${DARK.rule} !important; }
  .link, .ink .link { color: ${link} !important; }
  .tint { background-color: ${tint} !important; }
  .accent { background-color: ${accent} !important; border-color: ${accent} !important; }
  .on-accent, .ink .on-accent { color: ${onAccent} !important; }
}`;
