import { describe, expect, it } from "vitest";
import type { EmailVariables } from "@/contracts/content";
import { type Block, blockSchema, type EmailDocument } from "@/contracts/documents/email";
import { compileEmail } from "./compile-email";
import type { EmailBrand } from "./email-source";
import { sampleVariables } from "./samples";

const brand: EmailBrand = {
  workspaceName: "Bright Bakery",
  postalAddress: "1 Mill Lane, Leeds",
  timeZone: "Europe/London",
  locale: "en",
  currency: "EUR",
};
const sample = sampleVariables({ name: brand.workspaceName, postalAddress: brand.postalAddress });
const person = (contact: Record<string, unknown>): EmailVariables => ({ ...sample, contact });
const email = (blocks: Block[]): EmailDocument => ({
  version: 1,
  mode: "blocks",
  subject: "Hello",
  preheader: "",
  text: "",
  blocks,
});
const text = (id: string, words: string): Block => ({ kind: "text", id, html: `<p>${words}</p>`, align: "left" });
const when = (field: string, blocks: Block[], otherwise: Block[] = []): Block => ({
  kind: "when",
  id: `w-${field}`,
  rule: { op: "all", rows: [{ field: `contact.${field}`, type: "text", operator: "equals", value: "gold" }] },
  blocks,
  otherwise,
});
async function both(document: EmailDocument, contact: Record<string, unknown>) {
  const result = (await compileEmail(document, brand)).render(person(contact));
  if (!result.ok) throw new Error(result.detail);
  const body = result.email.html.replace(/<head>[\s\S]*<\/head>/, "").replace(/<[^>]+>/g, "\n");
  const words = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  return { html: words(body), text: words(result.email.text), missing: result.email.missing };
}

describe("conditional blocks", () => {
  const letter = email([
    text("t0", "Dear you"),
    when("plan", [text("t1", "Gold, {{ contact.first_name }}")], [text("t2", "Come to gold")]),
    text("t3", "Bye"),
  ]);

  it("show one side to those who fit and the other to the rest, in HTML and text alike", async () => {
    const gold = await both(letter, { plan: "GOLD", first_name: "Ada" });
    const other = await both(letter, { plan: "silver", first_name: "Ada" });
    for (const part of ["html", "text"] as const) {
      expect(gold[part]).toEqual(expect.arrayContaining(["Dear you", "Gold, Ada", "Bye"]));
      expect(gold[part]).not.toContain("Come to gold");
      expect(other[part]).toEqual(expect.arrayContaining(["Dear you", "Come to gold", "Bye"]));
      expect(other[part].join()).not.toContain("Gold,");
    }
  });

  it("count a value as missing only for those who see its place", async () => {
    expect((await both(letter, { plan: "gold" })).missing).toEqual(["contact.first_name"]);
    expect((await both(letter, { plan: null })).missing).toEqual([]);
  });

  it("may stand in one another once, and no deeper", async () => {
    const nested = email([when("plan", [when("tier", [text("t", "Both")], [text("u", "One")])], [text("v", "None")])]);
    expect((await both(nested, { plan: "gold", tier: "gold" })).text).toContain("Both");
    expect((await both(nested, { plan: "gold", tier: "x" })).text).toContain("One");
    expect((await both(nested, { plan: "x", tier: "gold" })).text).toContain("None");
    const three = when("a", [when("b", [when("c", [])])]);
    expect(blockSchema.safeParse(three).success).toBe(false);
  });

  it("leave the rest of the message to the others who get it: no answer of one person reaches the next", async () => {
    const compiled = await compileEmail(letter, brand);
    const textOf = (contact: Record<string, unknown>) => {
      const result = compiled.render(person(contact));
      return result.ok ? result.email.text : result.detail;
    };
    const first = textOf({ plan: "gold", first_name: "Ada" });
    expect(textOf({ plan: "silver" })).toContain("Come to gold");
    expect(textOf({ plan: "gold", first_name: "Ada" })).toBe(first);
  });
});

describe("repeated blocks", () => {
  const list = (limit: number): EmailDocument =>
    email([{ kind: "repeat", id: "r", list: "contact.favourites", limit, blocks: [text("t", "Try {{ item }}!")] }]);

  it.each([
    ["Rye, Spelt; Stollen", 5, ["Try Rye!", "Try Spelt!", "Try Stollen!"]],
    ["Rye, Spelt; Stollen", 2, ["Try Rye!", "Try Spelt!"]],
    ["Rye", 5, ["Try Rye!"]],
    [" , ;", 5, []],
    [null, 5, []],
    [["Rye", "<b>Spelt</b>"], 5, ["Try Rye!", "Try &lt;b&gt;Spelt&lt;/b&gt;!"]],
  ])("of %j come at most %i times", async (favourites, limit, expected) => {
    const { html, text: plain, missing } = await both(list(limit), { favourites });
    expect(html.filter((line) => line.startsWith("Try"))).toEqual(expected);
    expect(plain.filter((line) => line.startsWith("Try"))).toHaveLength(expected.length);
    expect(missing).toEqual([]);
  });
});
