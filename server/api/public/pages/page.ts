import "server-only";
import { BRAND_FONTS, BUTTON_RADIUS } from "@/contracts/brand";
import { mix, readableOn, readableShade } from "@/contracts/readable-on";
import { directionOf, RECIPIENT_TEXTS } from "@/contracts/recipient-texts";
import { LANGUAGE_NAMES, RECIPIENT_LANGUAGES, type RecipientLanguage } from "@/contracts/topics";
import type { Brand } from "@/server/access";
import type { PublicAnswer } from "../answer";
import { Html, html } from "./html";

/** Nothing runs and nothing is fetched but the sender's picture: the page works in every mail client's browser. */
const csp = ({ isEmbeddable = false, leadsTo }: Pick<PageOptions, "isEmbeddable" | "leadsTo">): string =>
  [
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'",
    `form-action 'self'${leadsTo ? ` ${new URL(leadsTo).origin}` : ""}`,
    `frame-ancestors ${isEmbeddable ? "*" : "'none'"}`,
  ].join("; ");

/** Colours and fonts as the sender chose them, over the plain ones. In the dark only the accent stays. */
function brandStyle(brand: Brand): string {
  const accent = brand.colour ?? "#1f4fd8";
  const font = brand.bodyFont ? `body{font-family:${BRAND_FONTS[brand.bodyFont].stack}}` : "";
  const heading = brand.headingFont ? `h1,h2{font-family:${BRAND_FONTS[brand.headingFont].stack}}` : "";
  const shape = brand.buttonShape ? `button{border-radius:${BUTTON_RADIUS[brand.buttonShape]}px}` : "";
  const paper = brand.background ?? "#f7f6f2";
  const ink = readableShade(brand.textColour ?? "#1d1c1a", paper);
  const light = `@media(prefers-color-scheme:light){:root{--paper:${paper};--ink:${ink};--soft:${readableShade(mix(ink, paper, 0.3), paper)}}}`;
  return `:root{--accent:${accent};--on-accent:${readableOn(accent)}}${brand.background || brand.textColour ? light : ""}${font}${heading}${shape}`;
}

const STYLE = `:root{color-scheme:light dark;--paper:#f7f6f2;--sheet:#fff;--ink:#1d1c1a;--soft:#5c5a55;--line:#d9d6ce;--mark:#8a867c}
@media(prefers-color-scheme:dark){:root{--paper:#161513;--sheet:#201f1c;--ink:#f1efe9;--soft:#b3afa5;--line:#3b3934;--mark:#8a867c}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:35rem;margin-inline:auto;padding-inline:1rem}header{padding-block:2.5rem 1rem}header p{margin:0;font-weight:650;font-size:1.2rem}
header img{display:block;max-height:2.5rem;max-width:15rem}main{border-block:1px solid var(--line);padding-block:2rem;display:grid;gap:1.25rem}
h1{margin:0;font-size:1.6rem;line-height:1.25;text-wrap:balance}h2{margin:0;font-size:1.1rem}p{margin:0;overflow-wrap:anywhere}
form{display:grid;gap:1.25rem;margin:0}fieldset{border:0;margin:0;padding:0;display:grid}legend{font-weight:600;padding:0 0 .35rem}
.choice{display:flex;gap:.75rem;align-items:flex-start;min-height:2.75rem;padding-block:.6rem;border-bottom:1px solid var(--line);cursor:pointer}
.choice input{width:1.25rem;height:1.25rem;margin:.15rem 0 0;flex:none;accent-color:var(--accent)}small{display:block;color:var(--soft);font-size:1rem}
.field{display:grid;gap:.35rem;font-weight:600}.field input,select{font:inherit;font-weight:400;min-height:2.75rem;padding:.4rem .7rem;border:1px solid var(--mark);border-radius:6px;background:var(--sheet);color:var(--ink);width:100%}
.wrong{color:#b3261e;font-weight:400}@media(prefers-color-scheme:dark){.wrong{color:#ffb4ab}}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:6px;border:1px solid transparent;background:var(--accent);color:var(--on-accent);cursor:pointer;justify-self:start}
button.quiet{background:var(--sheet);color:var(--ink);border-color:var(--mark)}a{color:inherit}a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.note{border-inline-start:3px solid var(--accent);padding:.5rem .9rem;background:var(--sheet)}footer{padding-block:1rem 3rem;color:var(--soft);font-size:1rem;display:grid;gap:.5rem}footer p{white-space:pre-line}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}nav a{display:inline-block;padding-block:.5rem}.trap{position:absolute;inset-inline-start:-9999px}@media(max-width:30rem){button{width:100%}}`;

export type PageOptions = {
  brand: Brand;
  language: RecipientLanguage;
  title: string;
  body: Html;
  status?: number;
  /** Where the same page in another language is; `?lang=` is added. */
  self?: string;
  headers?: Record<string, string>;
  /** True only for pages that are about nobody: everything else could be clicked through a frame. */
  isEmbeddable?: boolean;
  /** Where a form of the page may lead besides here. */
  leadsTo?: string | null;
};

/** A page for somebody who is no member: the sender's brand, large text, plain forms, no script, about 6 KB. */
export function recipientPage(options: PageOptions): PublicAnswer {
  const { brand, language, title, body, status = 200, self, headers } = options;
  const page = html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow"><title>${title} · ${brand.name}</title>
<style>${new Html(STYLE)}${new Html(brandStyle(brand))}</style></head><body>
<header>${brand.logoUrl ? html`<img src="${brand.logoUrl}" alt="${brand.name}">` : html`<p>${brand.name}</p>`}</header>
<main><h1>${title}</h1>
${body}</main>
<footer>${brand.footer ? html`<p dir="auto">${brand.footer}</p>` : null}${brand.postalAddress ? html`<p dir="auto">${brand.postalAddress}</p>` : null}
${self ? languages(self, language) : null}</footer></body></html>`;
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": csp(options),
      "content-language": language,
      ...headers,
    },
    body: page.text,
  };
}

const languages = (self: string, current: RecipientLanguage): Html =>
  html`<nav aria-label="Language">${RECIPIENT_LANGUAGES.filter((code) => code !== current).map((code) => html`<a lang="${code}" hreflang="${code}" href="${self}${self.includes("?") ? "&" : "?"}lang=${code}">${LANGUAGE_NAMES[code]}</a>`)}</nav>`;

/** For a link that was not signed here; says nothing about whether anybody exists. */
export function invalidLinkPage(language: RecipientLanguage): PublicAnswer {
  const texts = RECIPIENT_TEXTS[language];
  const brand = {
    name: "Carillon",
    colour: null,
    textColour: null,
    background: null,
    headingFont: null,
    bodyFont: null,
    buttonShape: null,
    logoUrl: null,
    footer: null,
    postalAddress: null,
    privacyEmail: null,
  };
  return recipientPage({
    brand,
    language,
    title: texts.invalidTitle,
    status: 404,
    body: html`<p>${texts.invalidText}</p>`,
  });
}

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export const button = (label: string, kind: "main" | "quiet" = "main"): Html =>
  kind === "main" ? html`<button>${label}</button>` : html`<button class="quiet">${label}</button>`;

export const choice = (
  kind: "checkbox" | "radio",
  name: string,
  value: string,
  isOn: boolean,
  label: string,
  hint?: string,
): Html =>
  html`<label class="choice"><input type="${kind}" name="${name}" value="${value}"${isOn ? html` checked` : null}><span>${label}${hint ? html`<small>${hint}</small>` : null}</span></label>`;
