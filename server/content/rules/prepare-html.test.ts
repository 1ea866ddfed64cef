import { describe, expect, it } from "vitest";
import { createLiquidVault } from "./liquid-vault";
import { isSafeUrl, prepareHtml } from "./prepare-html";

const prepare = (html: string) => {
  const vault = createLiquidVault();
  return prepareHtml(vault.hide(html), vault);
};

describe("prepareHtml", () => {
  it.each([
    ["a script with its content", "a<script>alert(1)</script>b", "ab"],
    ["a script that never closes", "a<script>alert(1)", "a"],
    ["frames, with their raw text", "<iframe><iframe></iframe>x</iframe>y", "xy"],
    ["an svg with a handler", '<svg onload="x()"><script>1</script></svg>ok', "ok"],
    ["a form but not what it says", '<form action="/x"><b>hi</b><input name=a></form>', "<b>hi</b>"],
    ["event handlers in any spelling", '<p ONCLICK="x()" onmouseover=y title=t>z</p>', '<p title="t">z</p>'],
    ["handlers behind a slash", "<img/src=x /onerror=alert(1)>", '<img src="x"/>'],
    ["javascript: behind entities and tabs", '<a href="java&#x09;script&colon;alert(1)">x</a>', '<a href="#">x</a>'],
    ["data: documents", '<a href="data:text/html,x">x</a>', '<a href="#">x</a>'],
    ["base and refresh", '<base href="//evil"><meta http-equiv="refresh" content="0;url=//evil">x', "x"],
    [
      "scripting css",
      '<p style="width:expression(alert(1));color:red">x</p>',
      '<p style="width:alert(1));color:red">x</p>',
    ],
    ["ordinary comments", "a<!-- <b>hidden</b> -->b", "ab"],
    ["an Outlook comment that would end early", "<!--[if mso]>--!><img src=x onerror=alert(1)><![endif]-->b", "b"],
    ["markup that is not a tag", "1 < 2 <3 <a", "1 &lt; 2 &lt;3 &lt;a"],
  ])("takes out %s", (_, html, expected) => {
    expect(prepare(html).html).toBe(expected);
  });

  it("keeps what mail needs: doctype, Outlook comments, style sheets, void elements", () => {
    const html =
      "<!DOCTYPE html><!--[if mso]><table><tr><td><![endif]--><style>.a > b{color:red}</style><br/><!--[if !mso]><!--><b>x</b><!--<![endif]-->";
    expect(prepare(html).html).toBe(html);
  });

  it("keeps both branches of a conditional that opens different tags", () => {
    const html = '{% if a < b %}<td>{% else %}<td bgcolor="red">{% endif %}x</td>';
    expect(prepare(html).html).toBe(html);
  });

  it.each([
    [
      "guards an output that starts a link",
      '<a href="{{ contact.site }}/x">',
      '<a href="{{ contact.site | __url }}/x">',
    ],
    [
      "leaves an output later in a link",
      '<a href="https://x.example/?e={{ a }}">',
      '<a href="https://x.example/?e={{ a }}">',
    ],
    ["quotes an unquoted attribute", "<p title={{ a }}>", '<p title="{{ a }}">'],
    ["drops an output that stands for an attribute", "<p {{ a }} {% if b %}class=c{% endif %}>", null],
    ["guards an output in a style", '<p style="color:{{ a }}">', '<p style="color:{{ a | __css }}">'],
    ["guards an output in a style sheet", "<style>p{color:{{ a }}}</style>", "<style>p{color:{{ a | __css }}}</style>"],
    ["refuses a scheme put together from pieces", '<a href="java{{ a }}script:x">', '<a href="#">'],
    ["refuses a scheme whose name is merged", '<a href="{{ a }}:alert(1)">', '<a href="#">'],
    ["refuses a scheme hidden behind a tag", '<a href="{% if a %}https:{% endif %}javascript:x">', '<a href="#">'],
    [
      "keeps our own links out of reach of tracking",
      '<a href="{{ unsubscribe_url }}">',
      "<a href='{{ unsubscribe_url | __url }}'>",
    ],
  ])("%s", (_, html, expected) => {
    const made = prepare(html).html;
    if (expected !== null) expect(made).toBe(expected);
    else expect(made).not.toContain("{{");
  });

  it("says what it took out", () => {
    expect(prepare("<script></script><p onclick=x>").removed).toEqual(["script", "onclick"]);
  });

  it("stays linear on hostile markup", () => {
    const started = process.cpuUsage().user;
    for (const unit of ["<a ", "</a", '<a b="', "<!--", "<a {{ ", "&#x"]) prepare(unit.repeat(120_000));
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(3000);
  });
});

describe("isSafeUrl", () => {
  it.each(["https://a.example", "mailto:a@b.example", "tel:+1", "#top", "/path", "page?x=a:b", "cid:logo"])(
    "allows %s",
    (url) => {
      expect(isSafeUrl(url)).toBe(true);
    },
  );
  it.each([
    "javascript:x",
    " JaVa\nScript:x",
    "vbscript:x",
    "data:text/html,x",
    "&#106;avascript:x",
    "file:///etc/passwd",
    "blob:x",
  ])("refuses %j", (url) => {
    expect(isSafeUrl(url)).toBe(false);
  });

  it("writes a few characters beyond Latin-1 as references, in text only, and leaves a text full of them alone", () => {
    const html = '<style>p::after{content:"→"}</style><p title="→">é → 🥐 {{ contact.name }}</p>';
    expect(prepare(html).html).toBe(
      '<style>p::after{content:"→"}</style><p title="→">é &#8594; &#129360; {{ contact.name }}</p>',
    );
    expect(prepare(`<p>${"я".repeat(501)}</p>`).html).toBe(`<p>${"я".repeat(501)}</p>`);
  });
});
