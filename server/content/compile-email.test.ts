import PostalMime from "postal-mime";
import { describe, expect, it, vi } from "vitest";
import type { EmailVariables, RenderedEmail } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { compileEmail } from "./compile-email";
import type { EmailBrand } from "./email-source";
import { rewriteLinks } from "./rules/rewrite-links";
import { sampleVariables } from "./samples";
import { STARTER_TEMPLATES } from "./starter-templates";

// The first compile loads React Email, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const brand: EmailBrand = {
  workspaceName: "Bright Bakery",
  postalAddress: "1 Mill Lane, Leeds",
  timeZone: "America/New_York",
  locale: "en-US",
  currency: "USD",
};
const sample = sampleVariables({ name: brand.workspaceName, postalAddress: brand.postalAddress });
const person = (contact: Record<string, unknown>): EmailVariables => ({ ...sample, contact });
const code = (html: string, more: Partial<Extract<EmailDocument, { mode: "code" }>> = {}): EmailDocument => ({
  version: 1,
  mode: "code",
  subject: "S",
  preheader: "",
  text: "",
  html,
  ...more,
});
async function render(document: EmailDocument, variables: EmailVariables = sample): Promise<RenderedEmail> {
  const result = (await compileEmail(document, brand)).render(variables);
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.email;
}
const bodyOf = async (html: string, variables?: EmailVariables) =>
  /<body>([\s\S]*)<\/body>/.exec((await render(code(html), variables)).html)?.[1] ?? "";

describe("personalising", () => {
  it("fills every part and keeps subject and preheader on one line, whatever a value contains", async () => {
    const email = await render(
      code("<p>{{ contact.first_name }}</p>", {
        subject: "Hi {{ contact.first_name }}",
        preheader: "{{ contact.first_name }}!",
      }),
      person({ first_name: "Zoë\r\nBcc: everyone@example.com\u0000\u2028x" }),
    );
    expect(email.subject).toBe("Hi Zoë Bcc: everyone@example.com x");
    expect(email.preheader).toMatch(/^Zoë Bcc[^\r\n]*!$/);
    expect(email.text).toContain("Zoë");
  });

  it("never prints undefined, null or an object, and names what was missing", async () => {
    const html =
      "<p>Hi {{ contact.first_name }} {{ contact.plan | upcase }} {{ contact.nope.deeper }} {{ contact }} {{ who }}</p>";
    const email = await render(code(html), person({ first_name: null }));
    expect(email.html + email.text).not.toMatch(/undefined|null|\[object|\{\{/i);
    expect(email.missing.sort()).toEqual([
      "contact",
      "contact.first_name",
      "contact.nope.deeper",
      "contact.plan",
      "who",
    ]);
  });

  it("takes the default for a blank value and does not call that missing", async () => {
    const html =
      "<p>Hi {{ contact.first_name | default: 'there' }}, {{ contact.city | default: \"friend\" | upcase }}</p>";
    for (const first_name of ["", null, undefined]) {
      const email = await render(code(html), person({ first_name }));
      expect(email.html).toContain("Hi there, FRIEND");
      expect(email.missing).toEqual([]);
    }
  });

  it("does not call a name the template itself made missing", async () => {
    const html =
      "{% assign a = '' %}{% for x in contact.list %}{{ x }}{{ a }}{% endfor %}{% capture b %}{% endcapture %}{{ b }}";
    expect((await render(code(html), person({ list: ["", "y"] }))).missing).toEqual([]);
  });

  it("writes dates in the workspace's zone and money in its currency", async () => {
    const html =
      "{{ contact.created_at | date: '%Y-%m-%d %H:%M' }} · {{ contact.balance | money }} · {{ contact.balance | money: 'EUR' }}";
    expect(await bodyOf(html, person({ created_at: "2026-03-01T02:30:00Z", balance: 1234.5 }))).toBe(
      "2026-02-28 21:30 · $1,234.50 · €1,234.50",
    );
  });

  it("renders the same through the fast and the general path", async () => {
    const value = { first_name: "<b>&\"'", list: ["<i>"], site: "javascript:alert(1)" };
    const fast = await bodyOf("<a href='{{ contact.site }}'>{{ contact.first_name }}</a>", person(value));
    const general = await bodyOf(
      "{% if true %}<a href='{{ contact.site }}'>{{ contact.first_name }}</a>{% endif %}",
      person(value),
    );
    expect(fast).toBe('<a href="#">&lt;b&gt;&amp;&quot;&#39;</a>');
    expect(general).toBe(fast);
  });

  it("stops for one person when the template says so, and says why", async () => {
    const compiled = await compileEmail(
      code('{% unless contact.plan == "pro" %}{% abort_message "only pro" %}{% endunless %}ok'),
      brand,
    );
    expect(compiled.render(person({ plan: "free" }))).toEqual({
      ok: false,
      reason: "aborted_by_template",
      detail: "only pro",
    });
    expect(compiled.render(person({ plan: "pro" }))).toMatchObject({ ok: true });
  });

  it("makes the text part from the HTML once, with working links and untouched Liquid", async () => {
    const email = await render(
      code(
        '<h1>Hello {{ contact.first_name | default: "you" }}</h1><p>See <a href="https://a.example/?b=1&amp;c={{ contact.id }}">this</a></p>{% unsubscribe_link "Stop" %}',
      ),
      person({ id: "7" }),
    );
    expect(email.text).toBe("Hello you\n\nSee this https://a.example/?b=1&c=7\n\nStop https://example.com/unsubscribe");
  });
});

describe("hostile merge values", () => {
  it.each([
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 | times: 7 }}",
    "{% abort_message 'x' %}",
  ])("%s is text everywhere", async (value) => {
    const { html } = await render(
      code('<p title="{{ contact.x }}" alt={{ contact.x }}>{{ contact.x }}</p>'),
      person({ x: value }),
    );
    expect(html).not.toMatch(/<script|<img|\son\w+='|49/);
    expect(html).toContain('<p title="');
  });
  it.each(["javascript:alert(1)", " java\tscript:alert(1)", "data:text/html;base64,x", "vbscript:x"])(
    "%j is no link",
    async (value) => {
      expect(await bodyOf('<a href="{{ contact.x }}">x</a>', person({ x: value }))).toBe('<a href="#">x</a>');
    },
  );
  it("cannot leave a style", async () => {
    expect(await bodyOf('<p style="color:{{ contact.x }}">x</p>', person({ x: "red;background:url(//evil)" }))).toBe(
      '<p style="color:redbackgroundurlevil">x</p>',
    );
  });
});

describe("template code in a sandbox", () => {
  const failing = async (liquid: string, variables = sample) => {
    try {
      return (await compileEmail(code(liquid), brand)).render(variables);
    } catch (error) {
      return { ok: false as const, reason: "compile", detail: String(error) };
    }
  };

  it.each([
    "{{ contact.constructor }}",
    "{{ contact.constructor.constructor }}",
    "{{ contact.__proto__.toString }}",
    "{{ contact['__proto__']['constructor'] }}",
    "{{ contact.toString }}{{ contact.first_name.constructor }}",
    "{{ constructor.prototype }}{{ __proto__ }}{{ valueOf }}",
    "{{ process.env.PATH }}{{ env.PATH }}{{ globalThis }}{{ this }}{{ require }}",
    "{{ settings }}{{ opts }}{{ liquid.options }}{{ context }}",
  ])("%s reads nothing", async (liquid) => {
    const result = await failing(liquid);
    if (!result.ok) throw new Error(result.detail);
    expect(/<body>([\s\S]*)<\/body>/.exec(result.email.html)?.[1]).toBe("");
  });

  it("reads what a value is, not what it inherits", async () => {
    const contact: Record<string, unknown> = Object.create({ secret: "canary" });
    const liquid = "{{ contact.secret }}{{ contact['secret'] }}{% if contact.secret %}canary{% endif %}";
    expect(await bodyOf(liquid, person(contact))).toBe("");
  });

  it.each([
    "{% include '/etc/passwd' %}",
    "{% render 'x' %}",
    "{% layout 'x' %}",
    "{% liquid echo contact.first_name %}",
    "{% echo contact.first_name %}",
    "{{ contact.first_name | valueOf }}",
    "{{ contact.first_name | constructor }}",
    "{{ 'a' | group_by: 'constructor' }}",
    "{{ contact | where_exp: 'x', 'x.constructor' }}",
    "{{ contact | json }}",
    "{{ contact | inspect }}",
    "{{ 'x' | hmac_sha256: 'y' }}",
    "{% raw %}<script>{% endraw %}",
    "{{ contact.first_name",
  ])("%s does not compile", async (liquid) => {
    expect(await failing(liquid)).toMatchObject({ ok: false, reason: "compile" });
  });

  it.each([
    ["a loop of 10⁹", "{% for a in (1..1000000000) %}x{% endfor %}"],
    ["nested loops", `${"{% for a in (1..1000) %}".repeat(4)}${"{% endfor %}".repeat(4)}`],
    [
      "doubling text",
      `{% assign s = 'xxxxxxxxxx' %}{% for a in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}`,
    ],
    ["10 MB of output", `{% for a in (1..5000) %}${"y".repeat(3000)}{% endfor %}`],
    [
      "captured growth",
      "{% capture s %}xxxxxxxx{% endcapture %}{% for a in (1..60) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}{{ s }}",
    ],
    ["a huge date pad", "{{ 'now' | date: '%2000000000Y' }}"],
  ])("%s ends with a reason", async (_, liquid) => {
    expect(await failing(liquid)).toMatchObject({
      ok: false,
      reason: "render_error",
      detail: expect.stringMatching(/limit|length/),
    });
  });

  it("stops trying after three time-outs, so a hostile template cannot cost seconds per person", async () => {
    const list = Array.from({ length: 3000 }, (_, no) => no);
    const hostile = `${"{% for a in contact.list %}".repeat(5)}${"{% endfor %}".repeat(5)}`;
    const compiled = await compileEmail(code(hostile), brand);
    for (let no = 0; no < 3; no += 1) expect(compiled.render(person({ list }))).toMatchObject({ ok: false });
    let reads = 0;
    const counted = new Proxy(list, {
      get: (target, key) => {
        reads += 1;
        return Reflect.get(target, key);
      },
    });
    for (let no = 0; no < 1000; no += 1)
      expect(compiled.render(person({ list: counted }))).toMatchObject({ ok: false, reason: "render_error" });
    expect(reads).toBe(0);
  });

  it("refuses Liquid that does not parse and names the part", async () => {
    await expect(compileEmail(code("x", { subject: "{{ a | nofilter }}" }), brand)).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      details: { field: "subject" },
    });
  });
});

describe("the React Email templates", () => {
  it.each(STARTER_TEMPLATES.map((starter) => [starter.key, starter] as const))(
    "%s renders for anybody with a footer, a text part and no leftovers",
    async (_, starter) => {
      for (const contact of [sample.contact, {}]) {
        const email = await render(starter.document, person(contact));
        expect(email.html + email.text + email.subject).not.toMatch(/undefined|null\b|\[object|\{\{|\{%|\uE000/i);
        expect(email.html).toContain("href='https://example.com/unsubscribe'");
        expect(email.html).toContain("1 Mill Lane, Leeds");
        expect(email.text).toContain("https://example.com/unsubscribe");
        expect(email.html.length).toBeLessThan(40_000);
        expect(email.missing).toEqual([]);
        const parsed = await PostalMime.parse(`Content-Type: text/html; charset=utf-8\r\n\r\n${email.html}`);
        expect(parsed.html).toContain("Bright Bakery");
        expect(rewriteLinks(email.html, (urls) => urls.map(() => null))).toBe(email.html);
      }
    },
  );

  it("a receipt offers a way out only where its sender gives one", async () => {
    const starter = STARTER_TEMPLATES.find(({ key }) => key === "receipt");
    if (!starter) throw new Error("no receipt");
    expect((await render(starter.document)).html).toContain("Unsubscribe");
    const notice = await render(starter.document, { ...sample, unsubscribe_url: "" });
    expect(notice.html + notice.text).not.toMatch(/unsubscribe|choose what you get/i);
    expect(notice.html).toContain("1 Mill Lane, Leeds");
  });
});
