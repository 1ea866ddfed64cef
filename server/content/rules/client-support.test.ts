import { describe, expect, it } from "vitest";
import { MAIL_CLIENTS } from "@/contracts/content";
import { REACT_TEMPLATES } from "@/contracts/documents/email";
import { compileEmail } from "../compile-email";
import { sampleVariables } from "../samples";
import { STARTER_TEMPLATES } from "../starter-templates";
import { CLIENT_FEATURES } from "./client-features";
import { clientSupport } from "./client-support";

const brand = {
  workspaceName: "Bright Bakery",
  postalAddress: "1 Mill Lane, Leeds",
  timeZone: "Europe/London",
  locale: "en",
  currency: "EUR",
};
const found = (html: string) => clientSupport(html).map(({ feature }) => feature);

describe("the table of mail programs", () => {
  it.each([
    ['<div style="display: flex">x</div>', "display: flex"],
    ["<style>.a{color:red;display:grid}</style>", "display: grid"],
    ['<p style="color:var(--ink)">x</p>', "CSS variables"],
    ['<td style="background:#fff url(https://a.example/b.png)">x</td>', "background images"],
    ['<img src="https://a.example/b.webp?x=1" alt="b"/>', "WebP and AVIF pictures"],
    ["<video></video>", "video"],
    ["<style>@media (max-width:600px){.a{color:red}}</style>", "media queries"],
    ["<style>@media (prefers-color-scheme:dark){.a{color:red}}</style>", "own dark colours"],
    ['<div style="position:absolute;top:0">x</div>', "position: absolute"],
  ])("finds in %s: %s", (html, feature) => {
    expect(found(html)).toEqual([feature]);
  });

  it("finds nothing in words about CSS, in what every program shows, and in a radius of nothing", () => {
    for (const html of [
      "<p>display: flex; position: absolute</p>",
      '<p style="color:red;margin:0 auto;font-family:Georgia">x</p>',
      '<p style="border-radius:0px">x</p>',
      '<a href="https://a.example/?display:flex">x</a>',
    ])
      expect(found(html)).toEqual([]);
  });

  it("judges all four programs in every line, and lists only what at least one of them does not show", () => {
    for (const { support, feature } of CLIENT_FEATURES) {
      expect(Object.keys(support).sort(), feature).toEqual([...MAIL_CLIENTS].sort());
      expect(
        Object.values(support).some((answer) => answer !== "yes"),
        feature,
      ).toBe(true);
    }
  });

  it("loses nothing of any template of emails/ in any program", async () => {
    const keys = STARTER_TEMPLATES.flatMap(({ document }) => (document.mode === "react" ? [document.template] : []));
    expect(keys.sort()).toEqual([...REACT_TEMPLATES].sort());
    for (const { key, document } of STARTER_TEMPLATES) {
      const rendered = (await compileEmail(document, brand)).render(
        sampleVariables({ name: brand.workspaceName, postalAddress: brand.postalAddress }),
      );
      if (!rendered.ok) throw new Error(rendered.detail);
      expect(
        clientSupport(rendered.email.html).filter(({ severity }) => severity === "breaks"),
        key,
      ).toEqual([]);
    }
  });
});
