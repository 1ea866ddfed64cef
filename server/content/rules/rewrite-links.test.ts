import { describe, expect, it } from "vitest";
import { createLiquidVault } from "./liquid-vault";
import { prepareHtml } from "./prepare-html";
import { findLinks, rewriteLinks } from "./rewrite-links";

const prepared = (html: string) => {
  const vault = createLiquidVault();
  return prepareHtml(vault.hide(html), vault).html;
};

describe("rewriteLinks", () => {
  it("replaces web links in order and hands over decoded URLs", () => {
    const seen: string[][] = [];
    const html = prepared('<a href="https://a.example/?x=1&amp;y=2">a</a><a class=b HREF=http://b.example>b</a>');
    const out = rewriteLinks(html, (urls) => {
      seen.push(urls);
      return urls.map((_, index) => `https://t.example/${index}?a&b="`);
    });
    expect(seen).toEqual([["https://a.example/?x=1&y=2", "http://b.example"]]);
    expect(out).toBe(
      '<a href="https://t.example/0?a&amp;b=&quot;">a</a><a class="b" href="https://t.example/1?a&amp;b=&quot;">b</a>',
    );
  });

  it("never offers mailto, tel, anchors, opted-out links or words that only look like a link", () => {
    const html = prepared(
      '<a href="mailto:a@b.example">m</a><a href="tel:+1">t</a><a href="#x">x</a><a data-no-track href="https://plain.example">p</a>' +
        '<p title=\'see href="https://title.example"\'>write href="https://text.example" here</p><img src="https://img.example/a.png">',
    );
    expect(findLinks(html)).toEqual([]);
    expect(rewriteLinks(html, () => ["https://changed.example"])).toBe(html);
  });

  it("leaves a link alone when told to", () => {
    const html = '<a href="https://a.example">a</a><a href="https://b.example">b</a>';
    expect(rewriteLinks(html, (urls) => urls.map((url) => (url.includes("b.") ? "https://t.example" : null)))).toBe(
      '<a href="https://a.example">a</a><a href="https://t.example">b</a>',
    );
  });

  it("finds each target once", () => {
    expect(findLinks('<a href="https://a.example">1</a><a href="https://a.example">2</a>')).toEqual([
      "https://a.example",
    ]);
  });
});
