import type { CSSProperties } from "react";

/** What an e-mail wears: the sender's, never ours. */
export type EmailBrandStyle = {
  name: string;
  /** CSS colour of links and buttons; must keep 4.5:1 against white. */
  accent: string;
  logoUrl?: string;
};

export const DEFAULT_ACCENT = "#0f5f6b";

export const SANS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
export const SERIF = "Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, Cambria, 'Times New Roman', serif";

/** Light values; DARK_CSS swaps them by class for clients that honour prefers-color-scheme. */
export const INK = "#1c2422";
export const INK_SOFT = "#59635f";
export const RULE = "#dcdfd9";
export const PAPER = "#ffffff";
export const DESK = "#f3f2ec";

export const body: CSSProperties = { margin: 0, padding: 0, backgroundColor: DESK, fontFamily: SANS, color: INK };
export const paragraph: CSSProperties = { margin: "0 0 18px", fontSize: "16px", lineHeight: "26px", color: INK };

export const DARK_CSS = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a { text-underline-offset: 2px; }
@media (max-width: 620px) {
  .sheet { padding-left: 22px !important; padding-right: 22px !important; }
  .stack { display: block !important; width: 100% !important; padding-left: 0 !important; padding-right: 0 !important; padding-bottom: 14px !important; }
  .display { font-size: 34px !important; line-height: 38px !important; }
  .fluid { width: 100% !important; height: auto !important; }
}
@media (prefers-color-scheme: dark) {
  .desk, .desk > table > tbody > tr > td { background-color: #101614 !important; }
  .paper, .paper > table > tbody > tr > td { background-color: #18201e !important; }
  .ink, .ink p, .ink li, .ink h1, .ink h2, .ink h3 { color: #eef1ee !important; }
  .soft { color: #a5b0ab !important; }
  .rule { border-color: #33403c !important; }
  .link { color: #8fd3dc !important; }
}`;
